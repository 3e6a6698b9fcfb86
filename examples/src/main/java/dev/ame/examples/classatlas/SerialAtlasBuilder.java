package dev.ame.examples.classatlas;

import java.util.HashMap;
import java.util.Map;

/** Plain Java for one thread: what a program looks like before anyone thinks of cores. */
final class SerialAtlasBuilder implements AtlasBuilder {

    private final Map<PackageEdge, Long> packageReferences = new HashMap<>();
    private final Map<String, Long> typeReferences = new HashMap<>();
    private final Map<String, String> superclasses = new HashMap<>();
    private long classes;
    private long modules;
    private long references;
    private long fields;
    private long methods;

    @Override
    public void add(ClassFile file) {
        if (file.isModuleDescriptor()) {
            modules++;
            return;
        }
        classes++;
        fields += file.fields();
        methods += file.methods();
        references += file.references();
        if (file.superclass() != null) {
            superclasses.put(file.name(), file.superclass());
        }
        file.typeReferences().forEach((type, count) -> typeReferences.merge(type, (long) count, Long::sum));
        file.packageReferences()
                .forEach((to, count) ->
                        packageReferences.merge(new PackageEdge(file.packageName(), to), (long) count, Long::sum));
    }

    @Override
    public Atlas build() {
        Totals totals = new Totals(classes, modules, references, fields, methods);
        return new Atlas(totals, packageReferences, typeReferences, superclasses);
    }
}
