using Minima.Lab.Studies;

namespace Minima.Lab.Descent;

/// <summary>For both problems a bar for each way, the baseline in another colour.</summary>
internal static class EscapePicture
{
    private const int Width = 860;
    private const int Left = 380;
    private const int BarHeight = 22;

    public static string Draw(Words title, StudyOutcome<double> wave, StudyOutcome<double> network, Language language)
    {
        (Words Name, StudyOutcome<double> Outcome)[] problems = [(new("the frequency of a wave", "一列波的频率"), wave), (new("exclusive or", "异或"), network)];
        var svg = new Svg(Width, 60 + problems.Sum(problem => 44 + (problem.Outcome.Methods.Count * BarHeight)), title.In(language));
        var y = 70.0;
        foreach (var (name, outcome) in problems)
        {
            svg.Text(Left, y, name.In(language), isBold: true);
            y += 10;
            foreach (var method in outcome.Methods)
            {
                var share = method.Over(one => one);
                svg.Text(Left - 10, y + 14, method.Name.In(language), Anchor.End, size: 12);
                svg.Box(Left, y + 3, share.Mean * (Width - Left - 110), BarHeight - 6, method == outcome.Baseline ? Series.Colours[1] : Series.Colours[0]);
                svg.Text(Left + (share.Mean * (Width - Left - 110)) + 6, y + 14, Figure.PercentMean(share, 0).In(language), size: 12);
                y += BarHeight;
            }

            y += 34;
        }

        return svg.ToString();
    }
}
