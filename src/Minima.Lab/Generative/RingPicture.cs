using Minima.Training.Adversarial;

namespace Minima.Lab.Generative;

/// <summary>Samples of each pair of losses, and the critic's distance beside the true one.</summary>
internal static class RingPicture
{
    private const int Side = 160;
    private const int PerRow = 5;
    private const int Points = 300;
    private const int Width = 40 + (PerRow * (Side + 12));

    public static string Draw(Words title, IReadOnlyList<IReadOnlyList<RingTraining>> trained, Language language)
    {
        var rows = Rows(trained.Count);
        var chart = 70 + (rows * (Side + 34));
        var svg = new Svg(Width, chart + 350, title.In(language));
        DrawPanels(svg, [.. trained.Select(of => ((Words)of[0].Objective.Name, of[0].Samples))], language);
        var looks = trained.First(of => of[0].Objective.Name == GanObjectives.WassersteinPenalty.Name)[0].Looks;
        Series[] lines =
        [
            new(new("critic's distance", "评判器的距离"), [.. looks.Select(look => ((double)look.Step, look.Critic))], 0),
            new(new("sliced Wasserstein distance to the data", "与数据的切片 Wasserstein 距离"), [.. looks.Select(look => ((double)look.Step, look.Data))], 1),
        ];
        new LinePanel
        {
            Title = new("WGAN-GP: what the critic says, and what is true", "WGAN-GP：评判器给出的距离与实际距离"),
            XTitle = new("step", "步"),
            YTitle = new("distance", "距离"),
            Lines = lines,
            Y = (Math.Min(0, looks.Min(look => look.Critic)), Math.Max(looks.Max(look => look.Critic), looks.Max(look => look.Data)) * 1.05),
        }.Draw(svg, 90, chart + 40, Width - 140, 220, language);
        Series.Legend(svg, lines, 90, Width - 140, chart + 320, language);
        return svg.ToString();
    }

    /// <summary>Draws the samples without the distances.</summary>
    public static string DrawSamples(Words title, IReadOnlyList<(Words Name, (double X, double Y)[] Samples)> trained, Language language)
    {
        var svg = new Svg(Width, 76 + (Rows(trained.Count) * (Side + 34)), title.In(language));
        DrawPanels(svg, trained, language);
        return svg.ToString();
    }

    private static int Rows(int panels) => (panels + PerRow - 1) / PerRow;

    private static void DrawPanels(Svg svg, IReadOnlyList<(Words Name, (double X, double Y)[] Samples)> trained, Language language)
    {
        var centres = Enumerable.Range(0, Ring.Modes).Select(Ring.Centre).ToArray();
        for (var i = 0; i < trained.Count; i++)
        {
            new PointPanel { Title = trained[i].Name, Reach = 3, Groups = [(Series.Colours[4], centres), (Series.Colours[0], trained[i].Samples[..Points])] }
                .Draw(svg, 26 + (i % PerRow * (Side + 12)), 66 + (i / PerRow * (Side + 34)), Side, language);
        }
    }
}
