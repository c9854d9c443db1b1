using Minima.Lab.Pictures;

namespace Minima.Lab.Penalties;

/// <summary>The loss of the deep network from two starts; accuracy by the radius of an attack; the likelihood of told labels on the way.</summary>
internal static class PenaltyPicture
{
    private const int Width = 980;
    private const int PanelWidth = 370;
    private const int PanelHeight = 250;
    private const int SecondRow = 420;

    public static string Draw(Words title, IReadOnlyList<DeepNetwork> deep, IReadOnlyList<FlatNetwork> flat, IReadOnlyList<SureNetwork> sure, Language language)
    {
        var svg = new Svg(Width, 765, title.In(language));
        Deep(new("20 tanh layers from small weights", "20 个 tanh 层，权重偏小"), DeepNetwork.Small, 80);
        Deep(new("20 tanh layers from Glorot's weights", "20 个 tanh 层，Glorot 权重"), DeepNetwork.Glorot, 560);
        new LinePanel
        {
            Title = new("attacked by a search", "搜索攻击"),
            XTitle = new("radius of the attack", "攻击半径"),
            YTitle = new("accuracy, %", "准确率（%）"),
            Lines = [.. flat.SkipLast(1).Select(one => Line(one.Penalty, [(0, 100 * one.Accuracy.Mean), .. FlatNetwork.Radii.Zip(one.Attacked, (radius, share) => (radius, 100 * share))], hasMarks: true))],
            Y = (0, 100),
        }.Draw(svg, 80, SecondRow, PanelWidth, PanelHeight, language);
        new LinePanel
        {
            Title = new("30 % of the labels are wrong", "30% 的标签是错的"),
            XTitle = new("epoch", "轮次"),
            YTitle = new("NLL of test rows, as told", "测试行的 NLL（所给标签）"),
            Lines = [.. sure.Select(one => Line(one.Penalty, one.Path))],
            Y = (0, Math.Ceiling(sure.Max(one => one.Path.Max(point => point.Y)))),
        }.Draw(svg, 560, SecondRow, PanelWidth, PanelHeight, language);

        // One legend: a penalty has the same line wherever it stands.
        var all = deep.Select(one => one.Penalty).Concat(flat.SkipLast(1).Select(one => one.Penalty)).Concat(sure.Select(one => one.Penalty)).DistinctBy(penalty => penalty.Style).OrderBy(penalty => penalty.Style);
        Series.Legend(svg, [.. all.Select(penalty => Line(penalty, []))], 40, Width - 80, SecondRow + PanelHeight + 70, language);
        return svg.ToString();

        void Deep(Words name, Words start, double left) => new LinePanel
        {
            Title = name,
            XTitle = new("epoch", "轮次"),
            YTitle = new("training loss", "训练损失"),
            Lines = [.. deep.Where(one => one.Start == start).Select(one => Line(one.Penalty, [.. one.Losses.Select((loss, epoch) => (epoch + 1.0, loss))]))],
            Y = (0, 2.5),
            Levels = [(Math.Log(DigitRows.Classes), new("an even guess", "均匀猜测"))],
        }.Draw(svg, left, 70, PanelWidth, PanelHeight, language);
    }

    private static Series Line(ComparedPenalty penalty, IReadOnlyList<(double X, double Y)> points, bool hasMarks = false) => new(penalty.Name, points, penalty.Style) { HasMarks = hasMarks };
}
