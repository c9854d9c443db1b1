using System.Globalization;
using System.Text;

namespace Minima.Docs;

/// <summary>The losses of other libraries and their names here, held to the catalogue.</summary>
internal static class ParityPage
{
    /// <summary>A loss of another library.</summary>
    private sealed record Row(string Library, string Name, string Form, string Relation, string[] Keys, string Why, string ChineseWhy);

    public static string Write(string file, string folderOfLosses, Tongue tongue)
    {
        var rows = File.ReadLines(file).Where(line => !line.StartsWith('#')).Select(Read).ToArray();
        var page = new StringBuilder();
        var there = rows.Count(row => row.Keys.Any(IsThere));
        var total = rows.Length.ToString(CultureInfo.InvariantCulture);
        var found = there.ToString(CultureInfo.InvariantCulture);
        page.Append(tongue.Say("# Losses of other libraries\n\n[中文](zh/parity.md) · [Documents](README.md) · [All losses](losses/README.md)\n\n", "# 其他库中的损失\n\n[English](../parity.md) · [文档](../README.md) · [全部损失](../losses/README.zh.md)\n\n"));
        page.Append(tongue.Say(
            $"{found} of {total} names in other libraries have their loss here. \"Near\" means that the library computes something close; the page of the loss says what differs. \"Planned\" has its definition and reference values in the repository and no code yet.\n\n",
            $"其他库的 {total} 个名称中，有 {found} 个在此有对应的损失。“相近”表示该库计算的量与之接近，差别见该损失的页面。“计划中”表示定义与参考值已在仓库中，代码尚未写成。\n\n"));
        foreach (var library in rows.GroupBy(row => row.Library))
        {
            page.Append(CultureInfo.InvariantCulture, $"## {library.Key}\n\n| {tongue.Say("there", "该库中的名称")} | {tongue.Say("here", "此处的名称")} | {tongue.Say("remark", "备注")} |\n|---|---|---|\n");
            foreach (var row in library)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{row.Name}` | {Here(row, folderOfLosses, tongue)} | {Remark(row, tongue)} |\n");
            }

            page.Append('\n');
        }

        return page.Append(tongue.Say("---\n\nWritten by `tools/Minima.Docs` from the catalogue; do not edit.\n", "---\n\n由 `tools/Minima.Docs` 根据目录生成，请勿手工修改。\n")).ToString();
    }

    private static string Here(Row row, string folder, Tongue tongue) => row.Keys.Length == 0
        ? tongue.Say("absent", "无")
        : string.Join(tongue.Say(", ", "、"), row.Keys.Select(key => IsThere(key) ? $"[`{key}`]({folder}/{tongue.Say("en", "zh")}/{key}.md)" : $"`{key}`"));

    private static string Remark(Row row, Tongue tongue)
    {
        var remarks = new List<string>();
        if (row.Relation == "related")
        {
            remarks.Add(tongue.Say("near", "相近"));
        }

        if (row.Form.Length > 0)
        {
            remarks.Add(row.Form);
        }

        if (row.Why.Length > 0)
        {
            remarks.Add(tongue.Say(row.Why, row.ChineseWhy));
        }

        // A name that libraries give to different losses names one here.
        if (row.Keys.Length > 0 && Catalogue.TryFind(row.Name) is { } named && !row.Keys.Contains(named.Key))
        {
            remarks.Add(tongue.Say($"by this name alone `{named.Key}` is found", $"仅按此名称查到的是 `{named.Key}`"));
        }

        if (row.Keys.Length > 0 && !row.Keys.All(IsThere))
        {
            remarks.Add(tongue.Say("planned", "计划中"));
        }

        return string.Join(tongue.Say("; ", "；"), remarks);
    }

    private static bool IsThere(string key) => Catalogue.TryFind(key)?.Key == key;

    private static Row Read(string line)
    {
        var cells = line.Split('\t');
        return new Row(cells[0], cells[1], cells[2], cells[3], cells[4].Split(',', StringSplitOptions.RemoveEmptyEntries), cells[5], cells[6]);
    }
}
