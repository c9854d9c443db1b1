using System.Globalization;
using System.Text;
using Minima.Cli.Explain;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>The losses of other libraries and their names here, held to the catalogue.</summary>
internal static class ParityPage
{
    public static string Write(string folderOfLosses, Tongue tongue)
    {
        var page = new StringBuilder();
        var total = LibraryName.All.Count.ToString(CultureInfo.InvariantCulture);
        var found = LibraryName.All.Count(name => name.Keys.Count > 0).ToString(CultureInfo.InvariantCulture);
        page.Append(tongue.Say("# Losses of other libraries\n\n[中文](zh/parity.md) · [Documents](README.md) · [All losses](losses/README.md)\n\n", "# 其他库中的损失\n\n[English](../parity.md) · [文档](../README.md) · [全部损失](../losses/README.zh.md)\n\n"));
        page.Append(tongue.Say(
            $"{found} of {total} names in other libraries have their loss here. If the remark is empty, the library's default call and Minima's give the same numbers; else the remark names the difference. \"Near\" means that the library computes another function for the same purpose.\n\n",
            $"其他库的 {total} 个名称中，有 {found} 个在此有对应的损失。备注为空时，该库的默认调用与 Minima 的默认调用结果相同；否则备注说明差别。“相近”表示该库计算的是用途相同的另一个函数。\n\n"));
        var sources = Sources();
        foreach (var library in LibraryName.All.GroupBy(name => name.Library, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"## {library.Key}\n\n");
            var (addresses, read) = sources[library.Key];
            page.Append(CultureInfo.InvariantCulture, $"{tongue.Say("Compared with", "对照来源")}{tongue.Say(" ", "：")}{string.Join(tongue.Say(", ", "、"), addresses.Select(address => $"<{address}>"))} (`{read}`)\n\n");
            if (LibraryName.About(library.Key) is { } about)
            {
                page.Append(CultureInfo.InvariantCulture, $"{tongue.Say("For every name", "对所有名称")}{tongue.Say(": ", "：")}{tongue.Say(about.Remark, about.ChineseRemark)}{tongue.Say(".", "。")}\n\n");
            }

            page.Append(CultureInfo.InvariantCulture, $"| {tongue.Say("there", "该库中的名称")} | {tongue.Say("here", "此处的名称")} | {tongue.Say("remark", "备注")} |\n|---|---|---|\n");
            foreach (var name in library)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{name.Name}` | {Here(name, folderOfLosses, tongue)} | {string.Join(tongue.Say("; ", "；"), LibraryWords.Remarks(name, tongue.Chinese)).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }

            page.Append('\n');
        }

        return page.Append(tongue.Say("---\n\nWritten by `tools/Minima.Docs` from the catalogue; do not edit.\n", "---\n\n由 `tools/Minima.Docs` 根据目录生成，请勿手工修改。\n")).ToString();
    }

    /// <summary>Where each library stands, and what of it was read: a library without a source is a mistake.</summary>
    private static Dictionary<string, (string[] Addresses, string Read)> Sources()
    {
        using var reader = new StreamReader(typeof(ParityPage).Assembly.GetManifestResourceStream("library-sources.tsv")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'))
            .ToDictionary(cells => cells[0], cells => (cells[1].Split(' '), cells[2]), StringComparer.Ordinal);
    }

    private static string Here(LibraryName name, string folder, Tongue tongue) => name.Keys.Count == 0
        ? tongue.Say("absent", "无")
        : string.Join(tongue.Say(", ", "、"), name.Keys.Select(key => $"[`{key}`]({folder}/{tongue.Say("en", "zh")}/{key}.md)"));
}
