# How each engine is fetched and how its driver is called; sourced by `run`. Versions stand here and
# in the Cargo.toml beside the drivers.
rsigma_version=0.26.0 sigma_rust_version=0.7.0
pysigma_version=2.0.1 sqlite_backend_version=2.1.1 pysigma_matching_version=2.1.0
sigma_go_module=github.com/bradleyjkemp/sigma-go
# What rsigma's dependencies ask for (1.97), and what is installed where the machine's is older.
rust_needed=97 rust_installed=1.99.1

# Debian's package where the command is missing.
have() {
  command -v "$1" >/dev/null && return
  [ "$(id -u)" -eq 0 ] || { echo "error: $1 is missing; install Debian's $2"; return 1; }
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"
}

rust_minor() { rustc --version 2>/dev/null | sed -E 's/rustc 1\.([0-9]+).*/\1/'; }

# Cargo of at least 1.$rust_needed: the machine's, or one of rustup's that is kept in build/rivals.
build_with_cargo() {
  have cargo cargo
  local cargo=(cargo)
  if [ "$(rust_minor)" -lt "$rust_needed" ]; then
    command -v rustup >/dev/null ||
      { echo "error: rustc 1.$(rust_minor) is too old, 1.$rust_needed is needed, and there is no rustup"; return 1; }
    export RUSTUP_HOME=$out/rustup
    rustup toolchain install "$rust_installed" --profile minimal --no-self-update
    cargo=(cargo "+$rust_installed")
  fi
  CARGO_TARGET_DIR=$out/cargo "${cargo[@]}" build --release -j2 --manifest-path "bench/sigma_rivals/$1/Cargo.toml"
}

in_venv() {
  local venv=$out/$1
  shift
  [ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check "$@"
}

install_rsigma() { build_with_cargo rsigma; }
drive_rsigma() { "$out/cargo/release/match_rsigma" "$@"; }

install_sigma_rust() { build_with_cargo sigma_rust; }
drive_sigma_rust() { "$out/cargo/release/match_sigma_rust" "$@"; }

install_pysigma_sqlite() {
  in_venv pysigma_sqlite "pysigma==$pysigma_version" "pysigma-backend-sqlite==$sqlite_backend_version"
}
drive_pysigma_sqlite() { "$out/pysigma_sqlite/bin/python" bench/sigma_rivals/pysigma_sqlite/main.py "$@"; }

# These two were not served when this was written, so no driver could be built and tried.
install_pysigma_matching() {
  in_venv pysigma_matching "pysigma==$pysigma_matching_version"
  echo "it is served now, but there is no driver for it yet"
  return 1
}

install_sigma_go() {
  have go golang-go
  mkdir -p "$out/sigma_go"
  cd "$out/sigma_go"
  [ -e go.mod ] || go mod init match_sigma_go
  go get "$sigma_go_module@latest"
  echo "it is served now, but there is no driver for it yet"
  return 1
}
