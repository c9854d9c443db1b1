using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Trees;

namespace Minima.Cli.Boost;

/// <summary>A summary of boosted trees as text, within 80 columns.</summary>
internal static class BoostReport
{
    private const int MostColumns = 10;
    private const int WidestName = 40;

    /// <param name="trees">The model.</param>
    /// <param name="asked">The requested options.</param>
    /// <param name="next">The command line that saves the model.</param>
    /// <param name="saved">The file of the model; null if it was not saved.</param>
    /// <param name="output">The writer that receives the lines.</param>
    /// <param name="chinese">The language.</param>
    public static void Write(BoostedTrees trees, BoostOptions asked, string next, string? saved, TextWriter output, bool chinese)
    {
        foreach (var note in trees.Notes) Wrapped.Write(note.In(chinese), output, chinese);
        if (trees.Notes.Count > 0) output.WriteLine();
        foreach (var (label, text) in Lines(trees, asked.Rounds)) Wrapped.WriteBeside(label.In(chinese), 12, text.In(chinese), output);

        output.WriteLine();
        Gains(trees, asked, output, chinese);
        output.WriteLine();
        if (saved is not null)
        {
            SavedLine.Write(saved, output, chinese);
            return;
        }

        output.WriteLine(new Localized("To keep the model and predict with it:", "保存模型并用它预测：").In(chinese));
        output.WriteLine($"  {next} > MODEL.json");
        output.WriteLine("  minima predict MODEL.json DATA.csv");
    }

    private static IEnumerable<(Localized Label, Localized Text)> Lines(BoostedTrees trees, int asked)
    {
        var model = trees.Model;
        var parameters = trees.Parameters.Count == 0 ? "" : $" ({string.Join(", ", trees.Parameters.Select(pair => $"{pair.Key} = {ParameterInfo.Format(pair.Value)}"))})";
        var target = Localized.Quote(trees.Target);
        yield return (new("loss", "损失"), new($"{trees.Loss}{parameters} on {Number(trees.Rows)} rows, target {target.English} ({PredictionTasks.Word(trees.Task)})", $"{trees.Loss}{parameters}，{Number(trees.Rows)} 行，目标列{target.Chinese}（{PredictionTasks.Word(trees.Task)}）"));
        foreach (var input in trees.Inputs)
        {
            yield return (new("input", "输入"), Source(input));
        }

        if (trees.FactsColumn is { } facts)
        {
            var column = Localized.Quote(facts);
            var isEvent = trees.Task == PredictionTask.Survival;
            yield return (isEvent ? new("event", "事件") : new("query", "查询"), new($"column {column.English}", $"列{column.Chinese}"));
        }

        if (trees.Thresholds.Count > 0) yield return (new("thresholds", "阈值"), Localized.Same(string.Join(", ", trees.Thresholds.Select(NumberFormat.Short))));
        if (trees.Heads.Count > 0) yield return (new("heads", "输出"), Localized.Same(string.Join(", ", trees.Heads)));
        else if (trees.FactsColumn is null && trees.Thresholds.Count == 0) yield return (new("link", "连接函数"), Link(trees));
        yield return (new("start", "起始值"), new(
            $"{string.Join(", ", model.Start.Select(NumberFormat.Short))}: the best constant{(model.Outputs > 1 ? "s" : "")} before the first round, as raw score{(model.Outputs > 1 ? "s" : "")}",
            $"{string.Join(", ", model.Start.Select(NumberFormat.Short))}：第一轮之前的最优常数，以原始得分计"));
        yield return (new("curvature", "曲率"), new Localized($"{Word(model.Curvature)}: ", $"{Word(model.Curvature)}：") + trees.CurvatureReason);
        var run = Math.Max(model.HeldOutLoss.Count, model.Rounds);
        yield return (new("rounds", "轮数"), run > model.Rounds
            ? new($"{model.Rounds} kept, the best of {run}{(run < asked ? $" (of {asked} that were asked for)" : "")}", $"保留 {model.Rounds} 轮，为 {run} 轮中最好的{(run < asked ? $"（要求 {asked} 轮）" : "")}")
            : new($"{model.Rounds}", $"{model.Rounds}"));
        if (trees.HeldOutLoss is { } loss) yield return (new("held out", "留出"), new($"mean loss {NumberFormat.Short(loss)} on rows that no tree was grown on", $"没有用来生成树的行上，平均损失为 {NumberFormat.Short(loss)}"));
    }

    /// <summary>The column of a further input, or the constant that was learned along with the trees.</summary>
    private static Localized Source(FitInput input)
    {
        if (input.Value is { } value) return new($"{input.Name} = {NumberFormat.Short(value)} (learned)", $"{input.Name} = {NumberFormat.Short(value)}（学得）");
        var column = Localized.Quote(input.Column!);
        return new($"{input.Name} from column {column.English}", $"{input.Name} 取自列{column.Chinese}");
    }

    private static Localized Link(BoostedTrees trees) => trees.Model switch
    {
        { Map: ScoreMap.Exp } => new("exp(score) is the prediction: it is positive", "预测值为 exp(得分)，恒为正"),
        { Map: ScoreMap.Logistic } => new("1 / (1 + exp(-score)) is the prediction: it lies between 0 and 1", "预测值为 1 / (1 + exp(-得分))，在 0 与 1 之间"),
        _ => Localized.Same(trees.Link.ToString().ToLowerInvariant()),
    };

    private static void Gains(BoostedTrees trees, BoostOptions asked, TextWriter output, bool chinese)
    {
        var gains = trees.Gains();
        if (gains.Count == 0)
        {
            var advice = asked.Curvature is not null
                ? new Localized(" If the curvature is 0, nothing is split: leave out --curvature.", "曲率为 0 时不会分裂：请去掉 --curvature。")
                : asked.MinGain > 0 || asked.MinCurvature > 0 ? new Localized(" A lower --min-gain or --min-curvature allows more.", "减小 --min-gain 或 --min-curvature 可允许更多分裂。")
                : asked is { Engine: BoostEngine.Minima, MinRows: > 1 } ? new Localized(" Fewer rows in a leaf (--min-rows) allow more.", "减小 --min-rows 可允许更小的叶子。")
                : new Localized("", "");
            Wrapped.Write((new Localized("No split was worth it: every row gets the same prediction.", "没有值得的分裂：每行得到相同的预测值。") + advice).In(chinese), output, chinese);
            return;
        }

        output.WriteLine(new Localized("share of the gain of all splits", "在全部分裂增益中的占比").In(chinese));
        var width = Math.Min(WidestName, gains.Take(MostColumns).Max(gain => TextWidth.Of(gain.Column)));
        foreach (var gain in gains.Take(MostColumns))
            output.WriteLine($"  {Wrapped.Pad(Wrapped.Cut(gain.Column, width), width)}  {(100 * gain.Share).ToString("0.0", CultureInfo.InvariantCulture),5} %");
        var more = gains.Count - MostColumns;
        var unused = trees.Columns.Count - gains.Count;
        if (more > 0) output.WriteLine(new Localized($"  and {more} more", $"  另有 {more} 列").In(chinese));
        if (unused > 0) output.WriteLine(new Localized($"  {unused} {(unused == 1 ? "column is" : "columns are")} in no split", $"  {unused} 列未用于分裂").In(chinese));
    }

    private static string Word(Curvature curvature) => BoostCommand.Curvatures.First(pair => pair.Value == curvature).Key;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
