package dev.ame.stm.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;

/**
 * Packages from top to bottom. A package may use itself and those below it.
 *
 * <p>A plain list, because ArchUnit's slices leave out the root package: a cycle through it would go unseen.
 */
record PackageOrder(List<String> topToBottom) {

    /** What breaks the order, one line each: every use of a package further up, and every class in a package that is not listed. */
    List<String> violations(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (int i = 1; i < topToBottom.size(); i++) {
            String[] above = topToBottom.subList(0, i).toArray(String[]::new);
            found.addAll(noClasses()
                    .that()
                    .resideInAPackage(topToBottom.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .allowEmptyShould(true)
                    .evaluate(classes)
                    .getFailureReport()
                    .getDetails());
        }
        found.addAll(classes()
                .should()
                .resideInAnyPackage(topToBottom.toArray(String[]::new))
                .evaluate(classes)
                .getFailureReport()
                .getDetails());
        return found;
    }
}
