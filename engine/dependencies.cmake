# What librulemap is linked with besides the small libraries.
include(CMakeFindDependencyMacro)
find_dependency(SQLite3)
find_dependency(Threads)
find_dependency(ZLIB)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
