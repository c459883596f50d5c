// The gateway in front of the scripted server, for clients that others wrote. Prints its port, and
// ends when its standard input does. Usage: interop_server WEB_ROOT
#include <iostream>
#include <string>

#include "services/gateway/gateway.h"
#include "tests/services/gateway/scripted_server.h"

int main(int argc, char** argv) {
  touchstone::gateway::testing::ScriptedServer server;
  touchstone::gateway::Settings settings;
  settings.listen = "127.0.0.1:0";
  if (argc > 1) settings.web_root = argv[1];
  const auto gateway = touchstone::gateway::Gateway::Start(settings, server.channel());
  if (!gateway.ok()) {
    std::cerr << gateway.status() << "\n";
    return 1;
  }
  std::cout << (*gateway)->port() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  return 0;
}
