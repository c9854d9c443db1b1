using System.Globalization;

namespace Minima.Examples.Survival;

/// <summary>Losses that know about censoring beside some that do not, on rows whose risk is known.</summary>
internal static class SurvivalCommand
{
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var task = new SurvivalTask(2000, 1000, 40);
        var runs = Array.ConvertAll(Seeds, seed => task.Run(seed, SurvivalWay.All));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Concordance on {task.TestRows} rows without censoring, mean ± deviation over {Seeds.Length} seeds; {task.TrainingRows} training rows, {100 * Seeds.Average(task.CensoredShare):0} % of them censored"));
        var text = new TextTable("loss", "concordance", "to the true risk");
        var ceiling = new Sample([.. runs.Select(run => run[^1])]);
        for (var way = 0; way < SurvivalWay.All.Count; way++)
        {
            var place = way;
            var sample = new Sample([.. runs.Select(run => run[place])]);
            text.Add(SurvivalWay.All[way].Name, Text(sample), Sample.Difference(sample, ceiling).Mean.ToString("+0.000;-0.000", CultureInfo.InvariantCulture));
        }

        text.Add("the true risk", Text(ceiling), string.Empty);
        text.Write(output);
    }

    private static string Text(Sample sample) => string.Create(CultureInfo.InvariantCulture, $"{sample.Mean:0.000} ± {sample.Deviation:0.000}");
}
