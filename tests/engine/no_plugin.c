/* A shared library that is no plugin. */
int rulemap_this_is_no_plugin(void);
int rulemap_this_is_no_plugin(void) { return 0; }
