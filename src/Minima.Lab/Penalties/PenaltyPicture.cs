using Minima.Lab.Studies;

namespace Minima.Lab.Penalties;

/// <summary>The loss of the deep network from two initialisations; accuracy by the radius of an attack; the likelihood of given labels by the length of training.</summary>
internal static class PenaltyPicture
{
    private const int Width = 980;
    private const int PanelWidth = 370;
    private const int PanelHeight = 250;
    private const int SecondRow = 420;

    public static string Draw(Words title, IReadOnlyList<StudyOutcome<DeepNetwork>> deep, StudyOutcome<FlatNetwork> flat, StudyOutcome<SureNetwork> sure, IReadOnlyList<double> tried, Language language)
    {
        var svg = new Svg(Width, 765, title.In(language));
        Deep(new("20 tanh layers from small weights", "20 个 tanh 层，权重偏小"), deep[0], 80);
        Deep(new("20 tanh layers from Glorot's weights", "20 个 tanh 层，Glorot 权重"), deep[1], 560);
        new LinePanel
        {
            Title = new("attacked by a search", "搜索攻击"),
            XTitle = new("radius of the attack", "攻击半径"),
            YTitle = new("accuracy, %", "准确率（%）"),
            Lines = [.. flat.Methods.Select(method => Line(method.Name, [(0, 100 * method.Over(one => one.Accuracy).Mean), .. FlatNetwork.Radii.Select((radius, i) => (radius, 100 * method.Over(one => one.Attacked[i]).Mean))]) with { HasMarks = true })],
            Y = (0, 100),
        }.Draw(svg, 80, SecondRow, PanelWidth, PanelHeight, language);
        Series[] lengths = [.. sure.Methods.Select(method => Line(method.Name, ByLength(method, tried)) with { HasMarks = true })];
        new LinePanel
        {
            Title = new("30 % of the labels are wrong", "30% 的标签有误"),
            XTitle = new("epochs", "轮数"),
            YTitle = new("NLL as given, on the seeds that tune", "所给标签的 NLL（调优种子）"),
            Lines = lengths,
            Y = (1, Math.Ceiling(lengths.Max(line => line.Points.Max(point => point.Y)))),
            XTicks = [.. tried.Order().Select(epochs => (Math.Log10(epochs), Figure.Digits(epochs)))],
        }.Draw(svg, 560, SecondRow, PanelWidth, PanelHeight, language);

        // One legend: a penalty has the same line everywhere.
        Series.Legend(svg, [.. ComparedPenalty.All.Select(penalty => Line(penalty.Name, []))], 40, Width - 80, SecondRow + PanelHeight + 70, language);
        return svg.ToString();

        void Deep(Words name, StudyOutcome<DeepNetwork> outcome, double left) => new LinePanel
        {
            Title = name,
            XTitle = new("epoch", "轮次"),
            YTitle = new("training loss", "训练损失"),
            Lines = [.. outcome.Methods.Select(method => Line(method.Name, [.. Enumerable.Range(0, method.Results[0].Losses.Length).Select(epoch => (epoch + 1.0, method.Over(one => one.Losses[epoch]).Mean))]))],
            Y = (0, 2.5),
            Levels = [(Math.Log(DigitRows.Classes), new("an even guess", "均匀猜测"))],
        }.Draw(svg, left, 70, PanelWidth, PanelHeight, language);
    }

    /// <summary>The best score over the strengths at each number of epochs that was tried.</summary>
    private static (double X, double Y)[] ByLength(StudiedMethod<SureNetwork> method, IReadOnlyList<double> tried)
    {
        var all = method.Method.Name == ComparedPenalty.None.Name ? tried.Count : PenaltyGrid<SureNetwork>.OfPenalty;
        return [.. Enumerable.Range(0, all).Select(i => (Math.Log10(tried[i]), method.Tuning.Where((_, setting) => setting % all == i).Min())).OrderBy(point => point.Item1)];
    }

    private static Series Line(Words name, IReadOnlyList<(double X, double Y)> points) => new(name, points, ComparedPenalty.All.First(penalty => penalty.Name == name).Style);
}
