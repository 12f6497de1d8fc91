#include "run.hpp"

int main(int argc, char** argv) {
  return passkey_audit::run(argc, argv);
}
