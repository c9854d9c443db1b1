using System.Diagnostics;
using System.Globalization;
using System.Text;
using Minima.Lab;
using Minima.Pages;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>docs/lab.md in both languages, and its pictures: sections of experiments that are run anew, the others as they stand.</summary>
internal static class LabPages
{
    private const string All = "all";

    /// <summary>In place of names of experiments: no section is written anew, only what stands above them.</summary>
    private const string Head = "head";

    private static readonly Words Intro = new(
        """
        # Losses in concert: what was measured

        [中文](zh/lab.md) · [Documents](README.md)

        What happens when a loss is more than one number: several tasks, players, penalties, noise, few labels, few bits. What came out:
        """,
        """
        # 协同的损失：测量结果

        [English](../lab.md) · [文档](../README.md)

        损失不再只是一个数时会怎样：多任务、对抗训练、正则项、噪声、少量标签、低位宽。结果如下：
        """);

    /// <summary>The part below the contents: how the figures were measured.</summary>
    private static readonly Words Method = new(
        """
        ## How the figures were measured

        Each section is one command, which takes a few minutes on two cores, prints these figures and writes this picture; `--seed N` and `--seeds K` take other seeds.

        Some tables ask whether a method is better than the tuned baseline. There every method and the baseline have tried equally many settings, on seeds and rows that do not judge; the note below the table lists the settings. A figure is the mean over seeds; ± gives half the width of its 95 % interval (Student's t). A method is called better or worse than the tuned baseline if a paired t test over the seeds, after Holm's correction for all methods of the table, has P below 0.05.

        The ± contains the luck of the seeds. It contains that of the rows that judge only where each seed draws its own, as on the small diabetes table; of the digits all seeds of a run judge by the same quarter.

        To check both, all experiments were run again on seeds from 101, which also choose other rows to judge by (2026-11-22, `dotnet run -c Release --project tools/Minima.Docs -- lab --from 101 all`). Of 373 verdicts of better or worse, 326 came out again and none was reversed. The other 47 were not significant, among them all 12 of the adversaries on a ring, whose five seeds differ much. Of 239 verdicts of no significant difference, 206 came out again.

        A table that does not ask this shows what a method does, at the settings that the section names. Where a result is not what its paper says, the section says so. Training gives the same bits on any number of threads, but not on another width of SIMD: these figures are of a machine with AVX-512, and elsewhere last digits differ. `dotnet run -c Release --project tools/Minima.Docs -- lab NAME` writes a section anew.
        """,
        """
        ## 数字如何得出

        每一节对应一条命令，在双核机器上运行几分钟，打印这里的数字，并写出这里的图；用 `--seed N` 与 `--seeds K` 可以换用其他种子。

        凡表中有“优于调优后的基线？”一列的，每种方法与基线都试过同样多组设置，表下列出这些设置。调优所用的种子与样本不参与评判，这些种子称为调优种子。数字为所有种子的均值，± 之后是 95% 置信区间（学生 t 分布）的半宽。判定用种子间的配对 t 检验，并对表中所有方法作 Holm 校正：校正后的 P 值低于 5%，才称一种方法优于或差于调优后的基线，否则称差异不显著。

        ± 总包含种子带来的随机性。只有每个种子各自抽取评判样本时，如较小的糖尿病表，± 才包含评判样本带来的随机性；数字图像则由同一次运行的所有种子共用四分之一的样本评判。为检验两者，所有实验都用从 101 起的种子重做了一遍，评判样本也随之更换（2026-11-22，`dotnet run -c Release --project tools/Minima.Docs -- lab --from 101 all`）。373 个“优于”或“差于”的结论中，326 个再次成立；47 个变为不显著，其中包括环上对抗一节的全部 12 个，该节五个种子之间差别很大；没有一个相反。239 个“不显著”的结论中，206 个再次不显著。

        不作这种比较的表，只展示方法在文中所述设置下的表现。结果与论文不符时，文中都会说明。训练结果与线程数无关，逐位相同；但 SIMD 宽度不同时，末位会有出入。这里的数字来自支持 AVX-512 的机器。`dotnet run -c Release --project tools/Minima.Docs -- lab 名称` 可重新生成某一节。
        """);

    public static int Write(string docs, IReadOnlyList<string> names, TextWriter output)
    {
        if (Wanted(names, output) is not { } wanted) return 2;
        var pictures = Path.Combine(docs, "images", "lab");
        Directory.CreateDirectory(pictures);
        foreach (var experiment in wanted)
        {
            var report = experiment.Run(RunOf(experiment, LabRun.DefaultSeed, output));
            Put(Path.Combine(docs, "lab.md"), experiment, ReportPage.Section(experiment, report, "images/lab", Language.English), Language.English);
            Put(Path.Combine(docs, "zh", "lab.md"), experiment, ReportPage.Section(experiment, report, "../images/lab", Language.Chinese), Language.Chinese);
            new PictureFolder(pictures).Write(experiment.Name, report.Draw);
        }

        if (names is [Head])
        {
            Put(Path.Combine(docs, "lab.md"), null, string.Empty, Language.English);
            Put(Path.Combine(docs, "zh", "lab.md"), null, string.Empty, Language.Chinese);
        }

        return 0;
    }

    /// <summary>Runs experiments on other seeds, as many as their pages have, and holds what the pages say against what comes out: nothing may be the other way round.</summary>
    /// <param name="docs">The folder of documents.</param>
    /// <param name="names">Of experiments, or all.</param>
    /// <param name="from">The first of the seeds.</param>
    /// <param name="output">For progress, counts, and what is refuted.</param>
    public static int Check(string docs, IReadOnlyList<string> names, int from, TextWriter output)
    {
        if (Wanted(names, output) is not { } wanted) return 2;
        var page = File.ReadAllText(Path.Combine(docs, "lab.md"));
        var (beyond, kept, refuted, lucky, stayed) = (0, 0, 0, 0, 0);
        foreach (var experiment in wanted)
        {
            var clock = Stopwatch.StartNew();
            var report = experiment.Run(RunOf(experiment, from, TextWriter.Null));
            var again = LabVerdicts.Of(ReportPage.Section(experiment, report, string.Empty, Language.English)).ToDictionary(verdict => (verdict.Place, verdict.Method));
            foreach (var verdict in LabVerdicts.Of(Found(page, ReportPage.Mark(experiment.Name))))
            {
                var now = again[(verdict.Place, verdict.Method)];
                if (verdict.Said == LabVerdict.Luck) (lucky, stayed) = (lucky + 1, stayed + (now.Said == verdict.Said ? 1 : 0));
                else (beyond, kept) = (beyond + 1, kept + (now.Said == verdict.Said ? 1 : 0));
                if (!verdict.IsRefutedBy(now)) continue;
                refuted++;
                output.WriteLine($"refuted: {experiment.Name}: {verdict.Place}: {verdict.Method}: {verdict.Said}, but on seeds from {from}: {now.Said}");
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{experiment.Name}: {clock.Elapsed.TotalSeconds:F0} s; so far {kept} of {beyond} verdicts beyond luck again, {stayed} of {lucky} not significant again, {refuted} the other way round"));
        }

        return refuted == 0 ? 0 : 1;
    }

    private static LabRun RunOf(Experiment experiment, int seed, TextWriter output) =>
        new() { Seed = seed, Seeds = experiment.Seeds, Progress = (part, done, parts) => output.WriteLine($"{experiment.Name} {done}/{parts} {part}") };

    /// <summary>The experiments of these names; null, and a line that says so, where one is unknown.</summary>
    private static IReadOnlyList<Experiment>? Wanted(IReadOnlyList<string> names, TextWriter output)
    {
        if (names is [All]) return Experiments.All;
        if (names is [Head]) return [];
        string[] unknown = [.. names.Where(name => Experiments.Find(name) is null)];
        if (unknown.Length == 0) return [.. names.Select(Experiments.Find).OfType<Experiment>()];
        output.WriteLine($"unknown: {string.Join(", ", unknown)}. The experiments: {string.Join(", ", Experiments.All.Select(one => one.Name))}, {Head}, or {All}.");
        return null;
    }

    private static void Put(string page, Experiment? changed, string section, Language language)
    {
        var before = File.Exists(page) ? File.ReadAllText(page) : string.Empty;
        var sections = Experiments.All.Select(experiment => experiment == changed ? section : Found(before, ReportPage.Mark(experiment.Name))).Where(text => text.Length > 0);
        File.WriteAllText(page, Intro.In(language).TrimEnd() + "\n\n" + Contents(language) + "\n" + Method.In(language).TrimEnd() + "\n\n" + string.Join('\n', sections), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>A line for each section, with its answer.</summary>
    private static string Contents(Language language) => string.Concat(Experiments.All.Select(experiment => $"- [{experiment.Title.In(language)}](#{Slug(experiment.Title.In(language))}){(language == Language.Chinese ? "：" : ": ")}{experiment.Answer.In(language)}\n"));

    /// <summary>The place of a heading, as GitHub names it.</summary>
    private static string Slug(string heading) => new([.. heading.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_').Select(letter => letter == ' ' ? '-' : letter)]);

    /// <summary>A section of a page as it stands; empty where it has none.</summary>
    private static string Found(string page, string mark)
    {
        var start = page.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0) return string.Empty;
        var end = page.IndexOf("<!-- lab: ", start + mark.Length, StringComparison.Ordinal);
        return (end < 0 ? page[start..] : page[start..end]).TrimEnd() + "\n";
    }
}
