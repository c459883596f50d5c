#include "clients/cli/enum_words.h"

namespace touchstone::cli {
namespace {

constexpr EnumWord kWords[] = {
    {"STATE_DRAFT", "准备中", "draft"},
    {"STATE_RUNNING", "进行中", "running"},
    {"STATE_LOCKED", "已锁定", "locked"},
    {"STATE_PUBLISHED", "已公布", "published"},
    {"STATE_ACTIVE", "有效", "active"},
    {"STATE_ENDED", "已结束", "ended"},
    {"BOARD_STATE_LIVE", "实时", "live"},
    {"BOARD_STATE_FROZEN", "封榜", "frozen"},
    {"BOARD_STATE_NUMBERS_ONLY", "只显示号码", "numbers only"},
    {"BOARD_STATE_PUBLISHED", "已公布", "published"},
    {"ROLE_ORGANISER", "组织者", "organiser"},
    {"ROLE_CHIEF_JUDGE", "裁判长", "chief judge"},
    {"ROLE_GROUP_LEADER", "裁判组长", "group leader"},
    {"ROLE_JUDGE", "裁判员", "judge"},
    {"ROLE_ENCRYPTION_JUDGE", "加密裁判", "encryption judge"},
    {"ROLE_SUPERVISOR", "监督", "supervisor"},
    {"ROLE_ARBITER", "仲裁", "arbiter"},
    {"ROLE_DESK", "检录", "desk"},
    {"ROLE_TRAINER", "教练", "trainer"},
    {"ROLE_TRAINING_DEPARTMENT", "培训部门", "training department"},
    {"ROLE_WORKER", "工人", "worker"},
    {"ROLE_AUDITOR", "审计", "auditor"},
    {"ROLE_PUBLIC", "观众", "public"},
    {"ROLE_TABLET", "平板", "tablet"},
    {"STATE_PAIRED", "待第二人确认", "waits for a second person"},
    {"STATE_REVOKED", "已停用", "shut out"},
    {"KIND_SAFETY_ZERO", "安全清零", "safety zero"},
    {"KIND_DISQUALIFIED", "取消资格", "disqualified"},
    {"KIND_DID_NOT_FINISH", "未完成", "did not finish"},
    {"KIND_DID_NOT_START", "缺赛", "did not start"},
    {"KIND_WITHDRAWN", "退赛", "withdrawn"},
    {"KIND_EQUIPMENT_FAULT", "设备故障", "equipment fault"},
    {"KIND_REVOKED", "撤销事件", "revoked"},
    {"DISPOSITION_COUNTED", "已计入", "counted"},
    {"DISPOSITION_CONFLICT", "有冲突", "conflict"},
    {"DISPOSITION_LATE", "迟到", "late"},
    {"DISPOSITION_QUARANTINED", "已隔离", "quarantined"},
    {"STATUS_FINAL", "完成", "final"},
    {"STATUS_PROVISIONAL", "暂定", "provisional"},
    {"STATUS_WAITING", "未评", "waiting"},
    {"STATUS_DID_NOT_FINISH", "未完成", "did not finish"},
    {"STATUS_DID_NOT_START", "缺赛", "did not start"},
    {"STATUS_DISQUALIFIED", "取消资格", "disqualified"},
    {"STATUS_RESCORE", "重评", "re-score"},
};

}  // namespace

const EnumWord* FindEnumWord(std::string_view value) {
  for (const EnumWord& word : kWords) {
    if (word.value == value) return &word;
  }
  return nullptr;
}

}  // namespace touchstone::cli
