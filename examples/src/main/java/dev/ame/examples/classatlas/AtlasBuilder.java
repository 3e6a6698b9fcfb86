package dev.ame.examples.classatlas;

/** Takes in class files one by one and adds them up to an atlas. The order in which they come does not show in the result. */
interface AtlasBuilder {

    void add(ClassFile file);

    /** What has been added so far. Not to be called while another thread adds. */
    Atlas build();
}
