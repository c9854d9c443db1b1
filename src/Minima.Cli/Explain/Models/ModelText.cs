using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>The explanation of a saved model as text.</summary>
internal sealed class ModelText(ExplainedModel model, Tongue tongue, int width, bool ascii)
{
    private const int WidestName = 40;
    private const int WidestPicture = 72;
    private const int Pictures = 3;
    private const int Rows = 8;

    private readonly TextLayout _layout = new(width);

    public IEnumerable<ExplainedLine> Lines()
    {
        foreach (var line in Wrapped.Lines(Say(model.Sentence), width)) yield return new(line, true);
        if (model.Explanation is not { } found)
        {
            foreach (var line in Gains()) yield return line;
            yield break;
        }

        foreach (var sentence in found.Notes.Append(model.Measured))
        {
            foreach (var line in Wrapped.Lines(Say(sentence), width)) yield return new(line);
        }

        foreach (var line in Importance(found)) yield return line;
        var shown = found.Dependence.Select(dependence => dependence.Column).Distinct(StringComparer.Ordinal).Take(Pictures).ToHashSet(StringComparer.Ordinal);
        if (shown.Count == 0) yield break;
        foreach (var line in TextLayout.Heading(Say(ExplainedModel.DependenceTitle)).Concat(_layout.Text(Say(ExplainedModel.DependenceNote)))) yield return line;
        foreach (var group in found.Dependence.Where(dependence => shown.Contains(dependence.Column)).GroupBy(dependence => dependence.Column, StringComparer.Ordinal))
        {
            yield return new("");
            foreach (var line in group.First().IsOrdered ? Curves([.. group]) : Cells([.. group])) yield return new(new string(' ', TextLayout.Indent) + line);
        }

        foreach (var line in _layout.Text(tongue.Say("All of it, with pictures of all these columns: --html FILE; as numbers: --json.", "全部内容及各列的图：--html 文件；数值：--json。")).Prepend(new(""))) yield return line;
    }

    private IEnumerable<ExplainedLine> Gains()
    {
        if (model.Gains.Count == 0) return _layout.Paragraph(tongue.Say("Gain", "增益"), tongue.Say("No split was worth it: every row gets the same prediction.", "没有值得的分裂：每行得到相同的预测值。"));
        var name = Math.Min(WidestName, model.Gains.Max(gain => TextWidth.Of(gain.Column)));
        return
        [
            .. TextLayout.Heading(tongue.Say("Share of the gain of all splits", "在全部分裂增益中的占比")),
            .. model.Gains.Select(gain => new ExplainedLine($"  {Name(gain.Column, name)}  {Percent(gain.Share)}")),
            new(""),
            .. _layout.Text(tongue.Say("A table with the model's columns and its target adds permutation importance and partial dependence: minima explain MODEL.json DATA.csv.", "给出含模型各列及目标列的表格，可得到置换重要性和部分依赖：minima explain MODEL.json DATA.csv。")),
        ];
    }

    private IEnumerable<ExplainedLine> Importance(ModelExplanation found)
    {
        foreach (var line in TextLayout.Heading(Say(ExplainedModel.ImportanceTitle)).Concat(_layout.Text(Say(ExplainedModel.ImportanceNote)))) yield return line;
        var name = found.Importance.Count == 0 ? 0 : Math.Min(WidestName, found.Importance.Max(worth => TextWidth.Of(worth.Column)));
        string[] numbers = [.. found.Importance.Select(worth => $"{NumberFormat.Short(worth.Rise)} ± {NumberFormat.Short(worth.Deviation)}")];
        var wide = numbers.Select(number => number.Length).DefaultIfEmpty(0).Max();
        if (model.Gains.Count > 0) yield return new($"  {new string(' ', name)}  {new string(' ', wide)}  {tongue.Say("gain", "增益"),7}");
        for (var i = 0; i < numbers.Length; i++)
            yield return new($"  {Name(found.Importance[i].Column, name)}  {numbers[i].PadLeft(wide)}{(model.GainOf(found.Importance[i].Column) is { } share ? $"  {Percent(share)}" : "")}");
        if (!model.Unused.IsEmpty)
        {
            foreach (var line in _layout.Text(Say(model.Unused))) yield return line;
        }
    }

    private IEnumerable<string> Curves(PartialDependence[] all)
    {
        var (first, columns) = (all[0], Math.Clamp(width - 14 - TextWidth.Of(all[0].Column), 16, WidestPicture));
        yield return Title(all);
        double from = first.Points[0].At!.Value, to = first.Points[^1].At!.Value;
        if (!(to > from))
        {
            foreach (var dependence in all) yield return $"  {dependence.Output}: {NumberFormat.Short(dependence.Points[0].Prediction)}";
            yield break;
        }

        var samples = Plot.Samples(columns, ascii);
        var plot = new Plot(columns, Rows, ascii) { HasZero = false };
        foreach (var line in plot.Draw([.. all.Select(dependence => new PlotLine(dependence.Output, Heights(dependence.Points, from, to, samples)))], from, to, first.Column)) yield return line;
    }

    /// <summary>Linear interpolation between the points.</summary>
    private static double[] Heights(IReadOnlyList<DependencePoint> points, double from, double to, int samples)
    {
        var heights = new double[samples];
        for (var (i, k) = (0, 0); i < samples; i++)
        {
            var at = from + ((to - from) * i / (samples - 1));
            while (k + 2 < points.Count && points[k + 1].At < at) k++;
            var share = Math.Clamp((at - points[k].At!.Value) / (points[k + 1].At!.Value - points[k].At!.Value), 0, 1);
            heights[i] = points[k].Prediction + (share * (points[k + 1].Prediction - points[k].Prediction));
        }

        return heights;
    }

    private static IEnumerable<string> Cells(PartialDependence[] all)
    {
        yield return Title(all);
        var name = Math.Min(WidestName, all[0].Points.Max(point => TextWidth.Of(point.Cell)));
        for (var i = 0; i < all[0].Points.Count; i++)
            yield return $"  {Name(all[0].Points[i].Cell, name)}  {string.Join("  ", all.Select(dependence => NumberFormat.Short(dependence.Points[i].Prediction).PadLeft(8)))}";
    }

    private static string Title(PartialDependence[] all) => $"{all[0].Column}: {all[0].Quantity} {string.Join(", ", all.Select(dependence => dependence.Output))}";

    private string Say(Localized text) => text.In(tongue.Chinese);

    private static string Name(string name, int width) => Wrapped.Pad(Wrapped.Cut(name, width), width);

    private static string Percent(double share) => $"{(100 * share).ToString("0.0", CultureInfo.InvariantCulture),5} %";
}
