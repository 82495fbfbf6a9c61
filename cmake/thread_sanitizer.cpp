// GLib's own locks are futexes, which ThreadSanitizer does not see in a library that it did not compile: what
// GLib, and fontconfig in pango's own thread, do inside would look like races. Our code, also when GLib calls
// it, is checked.
extern "C" const char* __tsan_default_suppressions() {
    return "called_from_lib:libglib-2.0.so\n"
           "called_from_lib:libgobject-2.0.so\n"
           "called_from_lib:libgio-2.0.so\n"
           "called_from_lib:libnice.so\n"
           "called_from_lib:libffi.so\n"
           "called_from_lib:libfontconfig.so\n"
           "called_from_lib:libpangoft2-1.0.so\n"
           "called_from_lib:libpango-1.0.so\n"
           "called_from_lib:libpangocairo-1.0.so\n"
           "called_from_lib:libcairo.so\n";
}
