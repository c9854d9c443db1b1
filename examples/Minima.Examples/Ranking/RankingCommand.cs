using System.Globalization;
using Minima.Lab.Pictures;
using Minima.Tensors.Randomness;

namespace Minima.Examples.Ranking;

/// <summary>Losses that rank, trained on clicks and judged by what the clicks are about.</summary>
internal static class RankingCommand
{
    private const int TrainingQueries = 640;
    private const int TuningQueries = 160;
    private const int TestQueries = 500;
    private const int Epochs = 10;

    private static readonly int[] Seeds = [1, 2, 3, 4, 5];
    private static readonly double[] Rates = [0.003, 0.01, 0.03];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var runs = Seeds.Select(seed => new Logs(seed)).ToArray();
        var results = RankingLoss.All.Select(loss => (loss.Name, Runs: Array.ConvertAll(runs, logs => logs.Run(loss, onGrades: false)))).ToArray();
        var pointwise = new Sample([.. results.Single(one => one.Name == RankingLoss.Pointwise.Name).Runs.Select(run => run.Figure)]);
        var table = new TextTable("", "mean", "deviation", $"- {RankingLoss.Pointwise.Name}", "seeds above it", "rates chosen");
        output.WriteLine($"NDCG@{RankingTask.Cutoff} by true grades on {TestQueries} queries, learned from the clicks of {TrainingQueries}; {Seeds.Length} seeds");
        Add("any order", Array.ConvertAll(runs, logs => (logs.Judge(logs.AnyOrder), double.NaN)));
        Add("the engine that made the log", Array.ConvertAll(runs, logs => (logs.Judge(logs.Test.Engine), double.NaN)));
        foreach (var (name, one) in results) Add(name, one);
        Add($"{RankingLoss.ListNet.Name} on the true grades", Array.ConvertAll(runs, logs => logs.Run(RankingLoss.ListNet, onGrades: true)));
        table.Write(output);
        pictures.Write("ranking", language => Draw(language, [.. results.Select(one => (one.Name, new Sample([.. one.Runs.Select(run => run.Figure)])))], runs.Average(logs => logs.Judge(logs.Test.Engine))));

        void Add(string name, (double Figure, double Rate)[] each)
        {
            var sample = new Sample([.. each.Select(run => run.Figure)]);
            var gains = Sample.Difference(sample, pointwise);
            var rates = each.Select(run => run.Rate).Where(double.IsFinite).Distinct().Order().Select(rate => rate.ToString(CultureInfo.InvariantCulture));
            table.Add(name, Figure(sample.Mean), Figure(sample.Deviation), name == RankingLoss.Pointwise.Name ? "" : Math.Round(gains.Mean, 3).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture), name == RankingLoss.Pointwise.Name ? "" : $"{gains.Values.Count(gain => gain > 0)}", string.Join(", ", rates));
        }
    }

    private static string Draw(Language language, (string Name, Sample Sample)[] losses, double engine)
    {
        var svg = new Svg(840, 400, new Words("Losses that rank, trained on clicks", "用点击训练的排序损失").In(language));
        var values = losses.SelectMany(loss => loss.Sample.Values).Append(engine).ToArray();
        var panel = new LinePanel
        {
            Title = new("Each thin line is a seed", "每条细线是一个随机种子"),
            XTitle = string.Empty,
            YTitle = new($"NDCG@{RankingTask.Cutoff} by true grades", $"按真实等级的 NDCG@{RankingTask.Cutoff}"),
            Y = (Math.Floor(values.Min() * 50) / 50, Math.Ceiling(values.Max() * 50) / 50),
            XTicks = [.. losses.Select((loss, k) => ((double)k, (Words)loss.Name))],
            Levels = [(engine, new Words("the engine that made the log", "产生日志的引擎"))],
            Lines =
            [
                .. Enumerable.Range(0, Seeds.Length).Select(seed => new Series(string.Empty, [.. losses.Select((loss, k) => ((double)k, loss.Sample.Values[seed]))], 5) { HasMarks = true, IsThin = true }),
                new(new Words("mean over seeds", "各随机种子的均值"), [.. losses.Select((loss, k) => ((double)k, loss.Sample.Mean))], 0) { HasMarks = true },
            ],
        };
        panel.Draw(svg, 84, 62, 716, 260, language);
        Series.Legend(svg, [panel.Lines[^1]], 84, 716, 376, language);
        return svg.ToString();
    }

    private static string Figure(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>What one seed draws.</summary>
    private sealed class Logs
    {
        public Logs(int seed)
        {
            var random = new RandomState((ulong)seed);
            Seed = seed;
            Training = ClickLog.Draw(TrainingQueries, random.Fork("training"));
            Tuning = ClickLog.Draw(TuningQueries, random.Fork("tuning"));
            Test = ClickLog.Draw(TestQueries, random.Fork("test"));
            var any = random.Fork("any order");
            AnyOrder = [.. Test.Shown.Select(_ => any.NextSingle())];
        }

        public int Seed { get; }

        public ClickLog Training { get; }

        public ClickLog Tuning { get; }

        public ClickLog Test { get; }

        public float[] AnyOrder { get; }

        public double Judge(float[] scores) => RankingTask.Ndcg(scores, Test.Grades, Test.Shown);

        /// <summary>At the learning rate that orders other clicks best: the grades decide nothing.</summary>
        public (double Figure, double Rate) Run(RankingLoss loss, bool onGrades)
        {
            var rate = Rates.MaxBy(rate => RankingTask.Ndcg(Scores(rate, Tuning), Tuning.Clicks, Tuning.Shown));
            return (Judge(Scores(rate, Test)), rate);

            float[] Scores(double rate, ClickLog judged) => RankingTask.Trained(loss, Training, judged, rate, Epochs, Seed, onGrades);
        }
    }
}
