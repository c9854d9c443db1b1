using System.Globalization;
using Minima.Pages;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>A saved model as a page: importance of the columns as bars, the mean prediction over each of the most important ones.</summary>
internal static class ModelPage
{
    private const int Width = 440;
    private const int Left = 74;
    private const int Right = 16;
    private const int PanelHeight = 190;

    /// <summary>The page as text: one file, complete in itself.</summary>
    /// <param name="model">The model, explained by a table.</param>
    /// <param name="language">en, zh, or null for the language of the reader's browser.</param>
    public static string Write(ExplainedModel model, string? language)
    {
        var found = model.Explanation!;
        var page = new Page { Title = new($"{model.Name} · minima", $"{model.Name} · minima"), Kind = new("explain", "模型说明"), Language = language };
        var body = page.Body;
        body.Element("h1", Localized.Same(model.Name));
        foreach (var sentence in found.Notes.Prepend(model.Sentence).Append(model.Measured)) body.Element("p", sentence);
        body.Element("h2", ExplainedModel.ImportanceTitle).Element("p", ExplainedModel.ImportanceNote);
        Importance(body, model, found);
        if (!model.Unused.IsEmpty) body.Element("p", model.Unused);
        if (found.Dependence.Count > 0) body.Element("h2", ExplainedModel.DependenceTitle).Element("p", ExplainedModel.DependenceNote);
        body.Open("div", ("class", "charts"));
        foreach (var group in found.Dependence.GroupBy(dependence => dependence.Column, StringComparer.Ordinal))
        {
            body.Open("figure", ("class", "shape"));
            if (group.First() is { IsOrdered: true, Points.Count: > 1 }) body.Markup(Picture([.. group]));
            else Cells(body, [.. group]);
            body.Close();
        }

        body.Close();
        page.Foot.Element("p", new Localized("Written by minima: one file, which works offline.", "由 minima 生成的单个文件，不访问网络。"));
        return page.Write(["page.js"], "minima.start();\n");
    }

    private static void Importance(Html body, ExplainedModel model, ModelExplanation found)
    {
        body.Open("div", ("class", "scroll tall")).Open("table").Open("thead").Open("tr").Element("th", new Localized("column", "列")).Element("th", new Localized("rise", "上升")).Element("th", new Localized("deviation", "标准差")).Element("th", "");
        if (model.Gains.Count > 0) body.Element("th", new Localized("share of the gain", "增益占比"));
        body.Close().Close().Open("tbody");
        var most = found.Importance.Select(worth => worth.Rise).DefaultIfEmpty(0).Max();
        foreach (var worth in found.Importance)
        {
            body.Open("tr").Element("th", worth.Column).Element("td", NumberFormat.Short(worth.Rise)).Element("td", NumberFormat.Short(worth.Deviation));
            body.Open("td").Open("meter", ("min", "0"), ("max", "1"), ("value", (most > 0 ? Math.Clamp(worth.Rise / most, 0, 1) : 0).ToString("0.###", CultureInfo.InvariantCulture))).Close().Close();
            if (model.GainOf(worth.Column) is { } share) body.Element("td", $"{(100 * share).ToString("0.0", CultureInfo.InvariantCulture)} %");
            body.Close();
        }

        body.Close().Close().Close();
    }

    private static string Picture(PartialDependence[] all)
    {
        var title = $"{all[0].Column}: {string.Join(", ", all.Select(dependence => dependence.Output))}";
        var svg = Svg.Inside(Width, PanelHeight + (all.Length > 1 ? 110 : 84), title);
        Series[] lines = [.. all.Select((dependence, i) => new Series(dependence.Output, [.. dependence.Points.Select(point => (point.At!.Value, point.Prediction))], i % Series.Ink) { HasMarks = dependence.Points.Count <= 20 })];
        var heights = lines.SelectMany(line => line.Points).Select(point => point.Y).ToArray();
        double low = heights.Min(), high = heights.Max(), pad = high > low ? 0.06 * (high - low) : 0.5;
        new LinePanel { Title = all[0].Column, XTitle = all[0].Column, YTitle = all[0].Quantity, Lines = lines, Y = (low - pad, high + pad) }.Draw(svg, Left, 34, Width - Left - Right, PanelHeight, Language.English);
        if (all.Length > 1) Series.Legend(svg, lines, 0, Width, PanelHeight + 92, Language.English);
        return svg.ToString();
    }

    private static void Cells(Html body, PartialDependence[] all)
    {
        body.Element("figcaption", all[0].Column).Open("div", ("class", "scroll tall")).Open("table").Open("thead").Open("tr").Element("th", all[0].Column);
        foreach (var dependence in all) body.Element("th", $"{dependence.Quantity} {dependence.Output}");
        body.Close().Close().Open("tbody");
        for (var i = 0; i < all[0].Points.Count; i++)
        {
            body.Open("tr").Element("th", all[0].Points[i].Cell);
            foreach (var dependence in all) body.Element("td", NumberFormat.Short(dependence.Points[i].Prediction));
            body.Close();
        }

        body.Close().Close().Close();
    }
}
