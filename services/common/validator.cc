#include "services/common/validator.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <re2/re2.h>

#include "buf/validate/validate.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "services/common/errors.h"
#include "services/common/utf8.h"

namespace touchstone {
namespace {

using buf::validate::FieldRules;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

struct Plan;

// Rules of one value: of a field, or of each item of a list.
struct Rules {
  FieldRules rules;
  std::unique_ptr<RE2> pattern;
};

struct FieldPlan {
  const FieldDescriptor* field = nullptr;
  Rules own;
  Rules items;
  const Plan* message = nullptr;
};

// What there is to check in messages of one type.
struct Plan {
  std::vector<FieldPlan> fields;
  const FieldDescriptor* update_mask = nullptr;
};

Rules Compile(const FieldRules& rules) {
  Rules compiled{rules, nullptr};
  if (rules.string().has_pattern()) {
    compiled.pattern = std::make_unique<RE2>(rules.string().pattern(), RE2::Quiet);
  }
  return compiled;
}

// Plans by type; made once, kept for ever.
class Plans {
 public:
  const Plan& Of(const Descriptor* type) {
    {
      std::shared_lock lock(mutex_);
      if (const auto found = plans_.find(type); found != plans_.end()) return *found->second;
    }
    std::unique_lock lock(mutex_);
    return *Make(type);
  }

 private:
  // Types may contain themselves, so the plan is known before it is filled; nobody reads it before
  // the lock is released.
  const Plan* Make(const Descriptor* type) {
    auto& slot = plans_[type];
    if (slot != nullptr) return slot.get();
    slot = std::make_unique<Plan>();
    Plan* const plan = slot.get();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      FieldPlan entry;
      entry.field = field;
      const FieldRules& rules = field->options().GetExtension(buf::validate::field);
      entry.own = Compile(rules);
      entry.items = Compile(rules.repeated().items());
      if (field->message_type() != nullptr) entry.message = Make(field->message_type());
      if (field->name() == "update_mask") plan->update_mask = field;
      plan->fields.push_back(std::move(entry));
    }
    return plan;
  }

  std::shared_mutex mutex_;
  std::unordered_map<const Descriptor*, std::unique_ptr<Plan>> plans_;
};

// One walk over one message; collects what is wrong.
class Walk {
 public:
  void Check(const Plan& plan, const Message& message, const std::string& path,
             const google::protobuf::FieldMask* mask = nullptr) {
    google::protobuf::FieldMask inner;
    const Reflection& reflection = *message.GetReflection();
    if (plan.update_mask != nullptr && reflection.HasField(message, plan.update_mask)) {
      inner.CopyFrom(reflection.GetMessage(message, plan.update_mask));
    }
    for (const FieldPlan& field : plan.fields) {
      if (mask != nullptr && !IsMasked(*mask, field.field->name())) continue;
      const std::string name =
          path.empty() ? field.field->name() : path + "." + field.field->name();
      if (field.field->is_repeated()) {
        CheckList(field, message, name);
      } else {
        CheckSingle(field, message, name, inner.paths_size() > 0 ? &inner : nullptr);
      }
    }
  }

  absl::Status Result() && {
    if (violations_.empty()) return absl::OkStatus();
    std::string text;
    for (const FieldViolation& v : violations_) {
      text += (text.empty() ? "" : "; ") + v.field + ": " + v.description;
    }
    return MakeError(not_utf8_ ? Reason::TEXT_NOT_UTF8 : Reason::REQUEST_INVALID, text,
                     std::move(violations_));
  }

 private:
  static bool IsMasked(const google::protobuf::FieldMask& mask, std::string_view name) {
    return std::any_of(mask.paths().begin(), mask.paths().end(), [&](const std::string& path) {
      return path == "*" || std::string_view(path).substr(0, path.find('.')) == name;
    });
  }

  void Add(const std::string& path, std::string what) {
    violations_.push_back({path, std::move(what)});
  }

  void CheckList(const FieldPlan& plan, const Message& message, const std::string& path) {
    const Reflection& reflection = *message.GetReflection();
    const int size = reflection.FieldSize(message, plan.field);
    const auto& rules = plan.own.rules;
    const auto count = static_cast<std::uint64_t>(size);
    if (rules.required() && size == 0) Add(path, "is required");
    if (rules.repeated().has_min_items() && count < rules.repeated().min_items()) {
      Add(path, "needs at least " + std::to_string(rules.repeated().min_items()) + " items");
    }
    if (rules.repeated().has_max_items() && count > rules.repeated().max_items()) {
      return Add(path, "has more than " + std::to_string(rules.repeated().max_items()) + " items");
    }
    for (int i = 0; i < size; ++i) {
      const auto where = [&] { return path + "[" + std::to_string(i) + "]"; };
      if (plan.message != nullptr) {
        Check(*plan.message, reflection.GetRepeatedMessage(message, plan.field, i), where());
      } else if (plan.field->type() == FieldDescriptor::TYPE_STRING) {
        std::string scratch;
        CheckText(plan.items,
                  reflection.GetRepeatedStringReference(message, plan.field, i, &scratch), where());
      }
    }
  }

  void CheckSingle(const FieldPlan& plan, const Message& message, const std::string& path,
                   const google::protobuf::FieldMask* mask) {
    const Reflection& reflection = *message.GetReflection();
    const bool set = reflection.HasField(message, plan.field);
    if (!set && plan.own.rules.required()) return Add(path, "is required");
    if (!set && plan.field->has_presence()) return;
    switch (plan.field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Check(*plan.message, reflection.GetMessage(message, plan.field), path,
                     plan.field->name() == "update_mask" ? nullptr : mask);
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        const auto& text = reflection.GetStringReference(message, plan.field, &scratch);
        if (plan.field->type() == FieldDescriptor::TYPE_BYTES) {
          const auto& rules = plan.own.rules.bytes();
          return CheckLength(rules, text.size(), "bytes", path);
        }
        return CheckText(plan.own, text, path);
      }
      case FieldDescriptor::CPPTYPE_INT32:
        return CheckRange(plan.own.rules.int32(), reflection.GetInt32(message, plan.field), path);
      case FieldDescriptor::CPPTYPE_UINT32:
        return CheckRange(plan.own.rules.uint32(), reflection.GetUInt32(message, plan.field), path);
      case FieldDescriptor::CPPTYPE_UINT64:
        return CheckRange(plan.own.rules.uint64(), reflection.GetUInt64(message, plan.field), path);
      case FieldDescriptor::CPPTYPE_ENUM:
        if (plan.own.rules.enum_().defined_only() &&
            plan.field->enum_type()->FindValueByNumber(
                reflection.GetEnumValue(message, plan.field)) == nullptr) {
          Add(path, "is not a value of " + plan.field->enum_type()->name());
        }
        return;
      default:
        return;
    }
  }

  template <class Range, class Value>
  void CheckRange(const Range& range, Value value, const std::string& path) {
    if (range.has_gte() && value < range.gte()) {
      Add(path, "must be at least " + std::to_string(range.gte()));
    }
    if (range.has_lte() && value > range.lte()) {
      Add(path, "must be at most " + std::to_string(range.lte()));
    }
  }

  template <class Lengths>
  void CheckLength(const Lengths& rules, std::uint64_t size, const char* unit,
                   const std::string& path) {
    if (rules.has_min_len() && size < rules.min_len()) {
      Add(path, "needs at least " + std::to_string(rules.min_len()) + " " + unit);
    }
    if (rules.has_max_len() && size > rules.max_len()) {
      Add(path, "has more than " + std::to_string(rules.max_len()) + " " + unit);
    }
  }

  void CheckText(const Rules& rules, const std::string& text, const std::string& path) {
    const auto characters = CountUtf8(text);
    if (!characters) {
      not_utf8_ = true;
      return Add(path, "is not valid UTF-8");
    }
    CheckLength(rules.rules.string(), *characters, "characters", path);
    if (rules.pattern != nullptr && !RE2::PartialMatch(text, *rules.pattern)) {
      Add(path, "does not match " + rules.pattern->pattern());
    }
  }

  std::vector<FieldViolation> violations_;
  bool not_utf8_ = false;
};

}  // namespace

absl::Status Validate(const Message& message) {
  static auto* const plans = new Plans;
  Walk walk;
  walk.Check(plans->Of(message.GetDescriptor()), message, "");
  return std::move(walk).Result();
}

}  // namespace touchstone
