using Minima.Lab.Studies;

namespace Minima.Lab.Causal;

/// <summary>For each learner, with the first seed, estimated over true effects of units; the truth is the diagonal.</summary>
internal static class EffectPicture
{
    private const int Side = 210;
    private const int PerRow = 3;
    private const int Units = 400;
    private const double Reach = 5;

    public static string Draw(Words title, IReadOnlyList<StudiedMethod<LearnerResult>> learners, Language language)
    {
        var rows = (learners.Count + PerRow - 1) / PerRow;
        var svg = new Svg(90 + (PerRow * (Side + 16)), 90 + (rows * (Side + 36)), title.In(language));
        for (var i = 0; i < learners.Count; i++)
        {
            var (left, top) = (60 + (i % PerRow * (Side + 16)), 64 + (i / PerRow * (Side + 36)));
            svg.Line(left, top + Side, left + Side, top, Svg.Frame, 1, "4 3");
            var figure = Figure.Fixed(learners[i].Results[0].Units, 2).English;
            new PointPanel
            {
                Title = new($"{learners[i].Name.English}: {figure}", $"{learners[i].Name.Chinese}：{figure}"),
                Reach = Reach,
                Radius = 1.1,
                Groups = [(Series.Colours[0], [.. learners[i].Results[0].Points.Take(Units)])],
            }.Draw(svg, left, top, Side, language);
        }

        var bottom = 64 + (rows * (Side + 36));
        svg.Text(60 + (PerRow * (Side + 16) / 2.0), bottom - 4, new Words("true effect of a unit, from -5 to 5; in the titles the root PEHE", "个体的真实效应（-5 到 5）；标题中为 PEHE 的平方根").In(language), Anchor.Middle);
        svg.Text(34, 64 + (rows * (Side + 36) / 2.0), new Words("estimated effect", "估计的效应").In(language), Anchor.Middle, isUpright: true);
        return svg.ToString();
    }
}
