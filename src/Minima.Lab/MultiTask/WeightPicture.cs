namespace Minima.Lab.MultiTask;

/// <summary>For each problem, the weight of the first task over the steps, and the score of each method.</summary>
internal static class WeightPicture
{
    private const int Width = 900;
    private const int PanelHeight = 260;
    private const int BarHeight = 15;

    private static readonly string[] Shown = ["fixed_weights", ComparedMethods.Equal, "dwa", "gradnorm", "pcgrad", "famo"];

    public static string Draw(Words title, IReadOnlyList<ComparedMethods> problems, Language language)
    {
        var bars = problems[0].Outcome.Methods.Count * BarHeight;
        var each = 60 + PanelHeight + 80;
        var height = 50 + (problems.Count * (each + bars + 50));
        var svg = new Svg(Width, height, title.In(language));
        var top = 70.0;
        foreach (var problem in problems)
        {
            var lines = problem.Outcome.Methods.Where(method => Shown.Contains(method.Name.English)).Select((method, style) => new Series(method.Name, Smooth(method.Results[0].Watch!.Weights), style)).ToArray();
            new LinePanel
            {
                Title = problem.Problem,
                XTitle = new("step", "步"),
                YTitle = new("share of the first task's weight", "首个任务的权重占比"),
                Lines = lines,
                Y = (-0.2, 1),
            }.Draw(svg, 80, top, Width - 120, PanelHeight, language);
            Series.Legend(svg, lines, 80, Width - 120, top + PanelHeight + 56, language);
            DrawGains(svg, problem, top + PanelHeight + 100, language);
            top += each + bars + 50;
        }

        return svg.ToString();
    }

    private static void DrawGains(Svg svg, ComparedMethods problem, double top, Language language)
    {
        svg.Text(Width / 2.0, top - 8, new Words("mean score of both tasks", "两个任务的平均得分").In(language), Anchor.Middle, size: 13, isBold: true);
        var gains = problem.Outcome.Methods.Select(method => (method.Name, gain: method.Over(one => one.Mean).Mean)).OrderByDescending(one => one.gain).ToArray();
        double low = Math.Min(gains.Min(one => one.gain), 0), high = Math.Max(gains.Max(one => one.gain), 0.01);
        double X(double gain) => 220 + ((Math.Max(gain, low) - low) / (high - low) * (Width - 330));
        for (var i = 0; i < gains.Length; i++)
        {
            var y = top + (i * BarHeight);
            var (method, gain) = gains[i];
            svg.Text(206, y + 11, method.In(language), Anchor.End, isBold: method.English == ComparedMethods.Control);
            svg.Box(Math.Min(X(0), X(gain)), y + 1, Math.Max(Math.Abs(X(gain) - X(0)), 0.5), BarHeight - 3, method.English == ComparedMethods.Control ? Series.Colours[1] : Series.Colours[0]);
            svg.Text(Width - 96, y + 11, Figure.Fixed(gain).In(language), Anchor.Start);
        }
    }

    /// <summary>Means over fifty intervals: single steps are too noisy to plot.</summary>
    private static List<(double X, double Y)> Smooth(IReadOnlyList<double[]> weights)
    {
        var stretch = Math.Max(1, weights.Count / 50);
        var points = new List<(double X, double Y)>();
        for (var first = 0; first + stretch <= weights.Count; first += stretch) points.Add((first + (stretch / 2.0), weights.Skip(first).Take(stretch).Average(of => of[0])));
        return points;
    }
}
