# What the small libraries are linked with, for those who link them.
include(CMakeFindDependencyMacro)
find_dependency(yaml-cpp)
find_dependency(OpenSSL)
find_dependency(CURL)
find_dependency(PkgConfig)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(psl REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET libidn2)
