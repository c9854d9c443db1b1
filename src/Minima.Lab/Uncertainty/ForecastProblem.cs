using Minima.Lab.Studies;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>A table to forecast with every method, each trained for its best number of epochs.</summary>
/// <param name="Title">The title of the table.</param>
/// <param name="Epochs">The numbers of epochs to choose from; the usual one first.</param>
/// <param name="Rows">The rows of a trial, to be trained on for the given number of epochs.</param>
/// <param name="Truth">Forecasts with the distribution that draws the targets; null if it is unknown, in which case each seed judges on rows of its own.</param>
internal sealed record ForecastProblem(Words Title, int[] Epochs, Func<Trial, int, RegressionRows> Rows, Func<Tensor, Forecast[]>? Truth = null)
{
    public const string OneVariance = "gaussian, one variance";
    public const string OwnVariance = "gaussian, own variance";
    public const string Quantiles = "multi_quantile, ordered";
    public const string Evidence = "evidential_regression";
    public const string Ensemble = "ensemble of 5";
    public const string Dropout = "dropout, 30 masks";
    public const string TruthName = "what draws the targets";

    public static readonly Measure<JudgedForecasts> Score = new(one => one.Score, IsError: true);

    private static readonly Words Length = new("epochs", "轮数");

    /// <summary>Ten measurements and the progression of a disease.</summary>
    public static ForecastProblem Diabetes(LabRun run) => new(
        new("diabetes, with 95 % intervals over seeds", "糖尿病数据，附种子间的 95% 置信区间"),
        run.IsSmall ? [2, 1, 3] : [25, 12, 75],
        (trial, epochs) => RegressionRows.Diabetes(run, trial, epochs));

    /// <summary>A wave whose noise grows.</summary>
    public static ForecastProblem Wave(LabRun run) => new(
        new("a wave whose noise grows: 400 rows to learn from, 400 to forecast, with 95 % intervals over seeds", "噪声逐渐增大的波：训练 400 个样本，预测 400 个样本，附种子间的 95% 置信区间"),
        run.IsSmall ? [2, 1, 3] : run.IsShort ? [200, 100, 300] : [400, 200, 600],
        (trial, epochs) => RegressionRows.Wave(run, trial, epochs),
        inputs => [.. inputs.ToArray().Select(RegressionRows.WaveAt)]);

    /// <summary>Every method, tuned; the one with a single variance comes first.</summary>
    public Study<JudgedForecasts> Compared(Func<string, bool>? isWanted = null)
    {
        StudyMethod<JudgedForecasts>[] truth = Truth is not { } known ? [] :
        [
            new(new(TruthName, "生成目标值的分布"), [.. Epochs.Select(epochs => new StudySetting<JudgedForecasts>(new("nothing to choose", "无可选设置"), trial => JudgedForecasts.Of(Rows(trial, epochs), known)))])
            {
                IsReference = true,
                Grid = new("nothing to choose", "无可选设置"),
            },
        ];
        var methods = ForecastMethod.All
            .Where(method => isWanted?.Invoke(method.Name.English) ?? true)
            .Select(method => StudyMethod<JudgedForecasts>.Of(method.Name, Length, Epochs, (trial, epochs) => Judged(method, trial, epochs)))
            .Concat(isWanted?.Invoke(Dropout) ?? true ? [Dropped()] : [])
            .ToArray();
        return new([methods[0], .. truth, .. methods[1..]], Score, tuningSeeds: 2, drawsRows: Truth is null);
    }

    /// <summary>The coverage of the 90 % interval with a variance for each row, after the usual number of epochs and after three times as many.</summary>
    public (Sample Usual, Sample Longer) CoverageByLength(LabRun run)
    {
        var own = ForecastMethod.All.Single(method => method.Name.English == OwnVariance);
        return (Of(Epochs[0]), Of(3 * Epochs[0]));

        Sample Of(int epochs) => new([.. run.JudgingSeeds.AsParallel().AsOrdered().WithDegreeOfParallelism(Threads.Most).Select(seed => Judged(own, Trial.ToJudge(seed, seed), epochs).Coverage)]);
    }

    public LabTable Table(StudyOutcome<JudgedForecasts> outcome) => StudyTable.Of(
        outcome,
        Title,
        difference => Figure.Change(difference),
        new StudyColumn<JudgedForecasts>(new("quantile score", "分位数评分"), Score.Of, score => Figure.Mean(score)),
        new StudyColumn<JudgedForecasts>(new("within 90 %", "落入 90% 区间"), one => one.Coverage, share => Figure.PercentMean(share)),
        new StudyColumn<JudgedForecasts>(new("width", "宽度"), one => one.Width, width => Figure.Fixed(width.Mean, 2)),
        new StudyColumn<JudgedForecasts>(new("-log density", "负对数密度"), one => one.Likelihood, density => double.IsNaN(density.Mean) ? "-" : Figure.Mean(density, 2)),
        new StudyColumn<JudgedForecasts>(new("calibration error", "校准误差"), one => one.Error, error => Figure.Mean(error)));

    /// <summary>Dropout has a rate, which is tuned together with the number of epochs.</summary>
    private StudyMethod<JudgedForecasts> Dropped()
    {
        var longest = Epochs.Max();
        (double Rate, int Epochs)[] settings = [(0.1, Epochs[0]), (0.1, longest), (0.02, longest)];
        return new(new(Dropout, "dropout，30 个掩码"), [.. settings.Select(one => new StudySetting<JudgedForecasts>(
            new($"rate {Figure.Digits(one.Rate).English} and epochs {one.Epochs}", $"丢弃率 {Figure.Digits(one.Rate).English}、轮数 {one.Epochs}"),
            trial => Judged(ForecastMethod.Masks(one.Rate), trial, one.Epochs)))]);
    }

    private JudgedForecasts Judged(ForecastMethod method, Trial trial, int epochs)
    {
        var rows = Rows(trial, epochs);
        return JudgedForecasts.Of(rows, method.Trained(rows, trial.Seed));
    }
}
