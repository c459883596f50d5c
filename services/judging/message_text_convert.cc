#include "services/judging/message_text_convert.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace touchstone::judging {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

// Keeps the first complaint of the parser.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!text_.empty()) return;
    text_ = std::to_string(line + 1) + ":" + std::to_string(column + 1) + ": " + message;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Line, from 1, where the field `path` ("item_rules[2].drop_highest") stands; when it is not in the
// text, the line of the last part of the path that is. 1 when there is none.
int LineOf(const TextFormat::ParseInfoTree& root, const Descriptor& type, std::string_view path) {
  const TextFormat::ParseInfoTree* tree = &root;
  const Descriptor* message = &type;
  int line = 0;
  while (!path.empty() && message != nullptr) {
    const std::string_view step = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    const auto bracket = std::min(step.find('['), step.size());
    const FieldDescriptor* field = message->FindFieldByName(std::string(step.substr(0, bracket)));
    if (field == nullptr) break;
    int index = -1;
    if (field->is_repeated()) {
      index = bracket == step.size() ? 0 : std::atoi(std::string(step.substr(bracket + 1)).c_str());
    }
    const int found = tree->GetLocation(field, index).line;
    if (found < 0) break;
    line = found;
    message = field->message_type();
    if (message == nullptr) break;
    tree = tree->GetTreeForNested(field, index);
    if (tree == nullptr) break;
  }
  return line + 1;
}

}  // namespace

absl::Status ParseMessageText(std::string_view text, std::string_view file_name, Reason reason,
                              const std::function<absl::Status()>& check,
                              google::protobuf::Message& message) {
  FirstError first_error;
  TextFormat::ParseInfoTree tree;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&first_error);
  parser.WriteLocationsTo(&tree);
  const std::string file(file_name);
  if (!parser.ParseFromString(std::string(text), &message)) {
    return MakeError(reason, file + ":" + first_error.text());
  }
  const absl::Status checked = check();
  if (checked.ok()) return checked;
  ErrorDetail detail = DetailOf(checked);
  const int line = detail.fields.empty()
                       ? 1
                       : LineOf(tree, *message.GetDescriptor(), detail.fields.front().field);
  return MakeError(reason,
                   file + ":" + std::to_string(line) + ": " + std::string(checked.message()),
                   std::move(detail.fields));
}

}  // namespace touchstone::judging
