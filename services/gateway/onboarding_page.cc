#include "services/gateway/onboarding_page.h"

#include <fmt/format.h>

namespace touchstone::gateway {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ground: #f4f5f7; --surface: #fff; --line: #c3c8d2;
  --text: #14181f; --quiet: #4a5262; --accent: #0b5cad; --on-accent: #fff; --focus: #b34700; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1319; --surface: #191f28;
  --line: #4a5568; --text: #f0f3f8; --quiet: #b3bdcc; --accent: #7cb8ff; --on-accent: #06203f;
  --focus: #ffd166; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px 48px; background: var(--ground); color: var(--text);
  font: 17px/1.55 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
main { max-width: 720px; margin: 0 auto; }
h1 { margin: 8px 0 4px; font-size: 30px; line-height: 1.25; }
h2 { margin: 0 0 12px; font-size: 21px; line-height: 1.35; }
h2 .en { display: block; }
p { margin: 8px 0; }
section > :last-child { margin-bottom: 0; }
section { margin: 20px 0; padding: 20px; background: var(--surface); border-radius: 14px;
  border: 1px solid var(--line); }
.en { color: var(--quiet); font-size: 15px; }
.en b, summary .en { font-weight: 600; }
a { color: var(--accent); }
a.go { display: block; margin: 14px 0; padding: 16px 20px; min-height: 56px; border-radius: 10px;
  background: var(--accent); color: var(--on-accent); font-size: 19px; font-weight: 650;
  text-align: center; text-decoration: none; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; }
code { display: block; margin: 12px 0; padding: 14px; border: 1px solid var(--line);
  border-radius: 10px; font: 600 17px/1.7 ui-monospace, Consolas, monospace; text-align: center;
  overflow-wrap: anywhere; }
code span { display: inline-block; white-space: nowrap; }
details { border-top: 1px solid var(--line); }
details:first-of-type { border-top: 0; }
summary { min-height: 56px; padding: 14px 0; font-size: 19px; font-weight: 650; cursor: pointer; }
ol { margin: 0 0 16px; padding-left: 28px; }
li { margin: 10px 0; }
li .en { display: block; }
)";

// {0} style, {1} fingerprint, {2} origin of the pages.
constexpr std::string_view kPage = R"(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>连接平板 · Connect a tablet</title>
<style>{0}</style>
</head>
<body>
<main>
<h1>连接这台平板</h1>
<p class="en" lang="en">Connect this tablet</p>
<p>评分页面通过加密连接打开。请先安装本赛场的证书，只需一次，约两分钟。</p>
<p class="en" lang="en">The pages open over an encrypted connection. First install the certificate
of this hall: once, about two minutes.</p>

<section>
<h2>1 · 下载证书 <span class="en" lang="en">Download the certificate</span></h2>
<a class="go" href="/ca.crt">下载证书 · <span lang="en">Download</span> ca.crt</a>
</section>

<section>
<h2>2 · 安装证书 <span class="en" lang="en">Install the certificate</span></h2>
<details>
<summary>Android 安卓</summary>
<ol>
<li>打开“设置 → 安全 → 更多安全设置 → 加密与凭据 → 安装证书 → CA
证书”。各品牌的名称略有不同，可在设置中搜索“证书”。
<span class="en" lang="en">Open Settings → Security → More security settings → Encryption &amp;
credentials → Install a certificate → CA certificate. Names differ between makers; search the
settings for “certificate”.</span></li>
<li>如有警告，点“仍然安装”，然后在“下载”中选择 ca.crt。没有锁屏密码时，系统会先要求设置。
<span class="en" lang="en">At the warning choose “Install anyway”, then pick ca.crt in Downloads.
Without a screen lock Android asks for one first.</span></li>
<li>在“信任的凭据 → 用户”中点开 touchstone CA，核对下面的指纹。
<span class="en" lang="en">Open touchstone CA in Trusted credentials → User, and compare the
fingerprint below.</span></li>
<li>用 Chrome 或 Edge 打开评分页面。
<span class="en" lang="en">Open the pages with Chrome or Edge.</span></li>
</ol>
</details>
<details>
<summary>iPhone · iPad (iOS)</summary>
<ol>
<li>请用 Safari 打开本页，点“下载证书”，再点“允许”。
<span class="en" lang="en">Open this page in Safari, tap Download, then Allow.</span></li>
<li>打开“设置 → 已下载描述文件 → 安装”。在“更多详细信息”中核对下面的指纹。
<span class="en" lang="en">Open Settings → Profile Downloaded → Install. Compare the fingerprint
below under More Details.</span></li>
<li>打开“设置 → 通用 → 关于本机 → 证书信任设置”，打开 touchstone CA 的开关。
<span class="en" lang="en">Open Settings → General → About → Certificate Trust Settings and switch
touchstone CA on.</span></li>
</ol>
</details>
<details>
<summary>Windows</summary>
<ol>
<li>在“下载”文件夹中打开命令提示符，运行 <b>certutil -hashfile ca.crt SHA256</b>，核对下面的指纹。
<span class="en" lang="en">Open a command prompt in the Downloads folder, run
<b>certutil -hashfile ca.crt SHA256</b> and compare the fingerprint below.</span></li>
<li>双击 ca.crt，点“安装证书”，选择“当前用户”。
<span class="en" lang="en">Double-click ca.crt, choose Install Certificate and Current User.</span></li>
<li>选择“将所有的证书都放入下列存储”，浏览到“受信任的根证书颁发机构”，完成后点“是”。
<span class="en" lang="en">Choose “Place all certificates in the following store”, browse to
“Trusted Root Certification Authorities”, finish and answer Yes.</span></li>
<li>重新启动 Chrome 或 Edge。
<span class="en" lang="en">Restart Chrome or Edge.</span></li>
</ol>
</details>
</section>

<section>
<h2>3 · 核对指纹 <span class="en" lang="en">Compare the fingerprint</span></h2>
<code>{1}</code>
<p>请将平板上显示的 SHA-256 指纹与赛务台读出或打印的指纹逐组核对。不一致时不要安装，并告诉赛务台。</p>
<p class="en" lang="en">Compare the SHA-256 fingerprint that the device shows with the one that the
desk reads out or has printed, not only with this page. If they differ, do not install it and tell
the desk.</p>
</section>

<section>
<h2>4 · 打开评分页面 <span class="en" lang="en">Open the judge's app</span></h2>
<a class="go" href="{2}/judge/">打开裁判评分 · <span lang="en">Open the judge's app</span></a>
<p>打开时不应出现安全警告。如果出现，请回到第 2 步。</p>
<p class="en" lang="en">There should be no security warning. If there is one, go back to step 2.</p>
</section>

<p>比赛结束后，请从平板上删除此证书。</p>
<p class="en" lang="en">Remove the certificate from the tablet after the contest.</p>
</main>
</body>
</html>
)";

// Eight bytes stay together on a line.
std::string Grouped(std::string_view fingerprint) {
  constexpr std::size_t kGroup = 8 * 3;
  std::string text;
  for (std::size_t at = 0; at < fingerprint.size(); at += kGroup) {
    text += fmt::format("<span>{}</span>", fingerprint.substr(at, kGroup));
  }
  return text;
}

}  // namespace

std::string_view OnboardingStyle() { return kStyle; }

std::string OnboardingPage(std::string_view fingerprint, std::string_view pages) {
  return fmt::format(kPage, kStyle, Grouped(fingerprint), pages);
}

}  // namespace touchstone::gateway
