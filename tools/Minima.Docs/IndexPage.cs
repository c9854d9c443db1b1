using System.Globalization;
using System.Text;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>The index of all losses: by task, by family, and by every name under which someone may look for one.</summary>
internal static class IndexPage
{
    public static string Write(IReadOnlyList<LossEntry> entries, Tongue tongue)
    {
        var page = new StringBuilder();
        var count = entries.Count.ToString(CultureInfo.InvariantCulture);
        page.Append(tongue.Say("# Losses\n\n[中文](README.zh.md) · [Documents](../README.md)\n\n", "# 损失函数\n\n[English](README.md) · [文档](../README.md)\n\n"));
        page.Append(tongue.Say(
            $"{count} losses. Each page has the curve, the formula, parameters, when to use it and when not, code, and computed values.\n\n",
            $"共 {count} 个损失。每页给出曲线、公式、参数、适用与不适用的场合、代码和计算值。\n\n"));
        TaskIndex.Write(page, entries, tongue);
        foreach (var family in entries.GroupBy(e => e.Family).OrderBy(g => g.Key))
        {
            page.Append(CultureInfo.InvariantCulture, $"## {tongue.Of(family.Key)}\n\n[{tongue.Say("What this family is for, and which of its losses to take", "这一族损失的用途，以及该选其中哪个损失")}](../{Page.FamilyPage(family.Key, tongue)})\n\n| {tongue.Say("loss", "损失")} | {tongue.Say("key", "键名")} | {tongue.Say("in one sentence", "一句话说明")} |\n|---|---|---|\n");
            foreach (var entry in family.OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                page.Append(CultureInfo.InvariantCulture, $"| [{tongue.NameOf(entry)}]({Link(entry, tongue)}) | `{entry.Key}` | {Cell(tongue.TextOf(entry).Summary)} |\n");
            }

            page.Append('\n');
        }

        page.Append(tongue.Say("## By the name in the other language\n\n| Chinese name | loss |\n|---|---|\n", "## 按英文名称查找\n\n| 英文名称 | 损失 |\n|---|---|\n"));
        var other = new Tongue(!tongue.Chinese);
        foreach (var entry in entries.OrderBy(other.NameOf, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {other.NameOf(entry)} | [{tongue.NameOf(entry)}]({Link(entry, tongue)}) |\n");
        }

        page.Append(tongue.Say("\n## By the name in another library\n\n| name | loss |\n|---|---|\n", "\n## 按其他库中的名称查找\n\n| 名称 | 损失 |\n|---|---|\n"));
        foreach (var (alias, entry) in entries.SelectMany(e => e.Aliases.Select(a => (a, e))).OrderBy(p => p.a, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.a, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{alias}` | [{tongue.NameOf(entry)}]({Link(entry, tongue)}) |\n");
        }

        return page.Append(tongue.Say("\n---\n\nWritten by `tools/Minima.Docs` from the catalogue; do not edit.\n", "\n---\n\n由 `tools/Minima.Docs` 根据目录生成，请勿手工修改。\n")).ToString();
    }

    internal static string Link(LossEntry entry, Tongue tongue) => $"{(tongue.Chinese ? "zh" : "en")}/{entry.Key}.md";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
