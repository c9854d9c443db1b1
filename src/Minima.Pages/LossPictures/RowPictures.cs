using System.Globalization;
using Minima.Analysis;

namespace Minima.Pages;

/// <summary>Pictures of a loss over rows of classes: its value over all probabilities of three classes, or over two of the scores.</summary>
internal static class RowPictures
{
    private const int Three = 3;
    private const double Reach = 3;

    public static IReadOnlyList<LossPicture> Of(Loss loss)
    {
        var analysis = RowAnalysis.Of(loss);
        if (analysis.Classes < 2 || analysis.Section.Targets.Count < 2 && analysis.Classes < Three)
        {
            return [];
        }

        var ofLabel = analysis.Section.TargetAt(analysis.Section.Targets[0]);
        return [analysis.Classes == Three && ToPrediction(loss, analysis.Link) is { } prediction ? Simplex(loss, ofLabel, prediction) : Scores(loss, analysis, ofLabel)];
    }

    private static SurfacePicture Simplex(Loss loss, double[] target, Func<double, double> prediction)
    {
        var axis = new PictureAxis(Localized.Same(""), 0, 1);
        return new(
            new("Value over all probabilities of three classes", "函数值随三个类别概率的变化"),
            new("Each corner is certainty of its class, the middle is one third each; darker is more.", "每个角表示对该类别完全确信，中心为各占三分之一；颜色越深，值越大。"),
            axis,
            axis,
            points =>
            {
                // The left corner is the label. The height is the probability of the class at the top.
                var shares = Array.ConvertAll(points, p => (Label: 1 - p.X - (p.Y / 2), Second: p.X - (p.Y / 2), Top: p.Y));
                return Values(loss, target, Array.ConvertAll(shares, s => Math.Min(s.Label, s.Second) < -1e-9 ? null : new[] { prediction(s.Label), prediction(s.Second), prediction(s.Top) }));
            })
        {
            Corners = [new("the label", "标签类别"), new("second class", "第二类"), new("third class", "第三类")],
        };
    }

    private static SurfacePicture Scores(Loss loss, RowAnalysis analysis, double[] target)
    {
        var domain = loss.DomainOf(0);
        var (from, to) = domain.IsReal ? (-Reach, Reach) : (analysis.Section.From, analysis.Section.To);
        var held = analysis.Section.Others.Count > 0 ? analysis.Section.Others[0] : 0;
        var others = analysis.Classes > 2 ? held.ToString("0.##", CultureInfo.InvariantCulture) : "";
        PictureAxis x = new(Localized.Same("x₁"), from, to), y = new(Localized.Same("x₂"), from, to);
        return new(
            new("Value over two predictions of a row", "函数值随一行中两个预测值的变化"),
            new(
                $"The first class is the label{(others.Length == 0 ? "" : $", the other predictions are {others}")}; darker is more.",
                $"第一类为标签{(others.Length == 0 ? "" : $"，其他预测值取 {others}")}；颜色越深，值越大。"),
            x,
            y,
            points => Values(loss, target, Array.ConvertAll(points, p =>
            {
                var row = Enumerable.Repeat(held, analysis.Classes).ToArray();
                (row[0], row[1]) = (x.At(p.X), y.At(p.Y));
                return Array.TrueForAll(row, domain.Contains) ? row : null;
            })));
    }

    /// <summary>Maps a probability to the loss's prediction; null if the loss does not take the probabilities of one row.</summary>
    private static Func<double, double>? ToPrediction(Loss loss, RowLink link)
    {
        // Certainty is an infinite logit: a corner is drawn slightly beside it.
        const double Least = 1e-3;
        var domain = loss.DomainOf(0);
        return link switch
        {
            { OfScores: true } => null,
            { OnLogProbabilities: true } => p => Math.Log(Math.Clamp(p, Least, 1)),
            _ when !domain.IsReal && domain.Contains(0.5) && domain.High <= 1 => p => Math.Clamp(p, domain.LowOpen ? Least : 0, domain.HighOpen ? 1 - Least : 1),
            { Name: PredictionLink.Softmax } => p => Math.Log(Math.Max(p, Least)),
            { Name: PredictionLink.Sparsemax } => p => p,
            _ => null,
        };
    }

    /// <summary>One term for each row; NaN for a row without one.</summary>
    private static double[] Values(Loss loss, double[] target, double[]?[] rows)
    {
        var classes = target.Length;
        var inside = rows.OfType<double[]>().ToArray();
        var terms = new double[inside.Length];
        var ofLabels = loss.Entry.Inputs[1].Kind != InputKind.Row;
        loss.Evaluate(new LossBatch<double>
        {
            Prediction = inside.SelectMany(row => row).ToArray(),
            Classes = classes,
            Labels = ofLabels ? new int[inside.Length] : [],
            Target = ofLabels ? [] : Enumerable.Repeat(target, inside.Length).SelectMany(row => row).ToArray(),
            Terms = terms,
            Reduction = Reduction.None,
        });
        var next = 0;
        return Array.ConvertAll(rows, row => row is null ? double.NaN : terms[next++]);
    }
}
