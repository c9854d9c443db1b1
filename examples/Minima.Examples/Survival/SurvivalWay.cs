using Minima.Losses;
using Minima.Tensors;
using Minima.Tensors.Losses;
using Minima.Training;

namespace Minima.Examples.Survival;

/// <summary>A way to learn from times that may be censored: how many numbers the network gives, the loss, and which rows it then holds to be at risk.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Outputs">Of the network.</param>
/// <param name="Loss">From outputs [N, outputs] and rows.</param>
/// <param name="Risk">From the outputs for a row to a number that is the higher, the earlier the event is expected.</param>
internal sealed record SurvivalWay(string Name, Func<TimeGrid, int> Outputs, Func<Tensor, SurvivalBatch, Tensor> Loss, Func<double[], TimeGrid, double> Risk)
{
    private static readonly double LogOfLog2 = Math.Log(Math.Log(2));

    public static SurvivalWay CoxBreslow { get; } = new("cox_breslow", One, (x, rows) => new CoxBreslow().Apply(Number(x, 0), rows.Time, rows.Event), (x, _) => x[0]);

    public static SurvivalWay Squares { get; } = new("mse, censoring ignored", One, (x, rows) => new MeanSquaredError().Apply(Number(x, 0), rows.Time.Log()), (x, _) => -x[0]);

    public static IReadOnlyList<SurvivalWay> All { get; } =
    [
        new("constant", One, (x, _) => x.Sum() * 0, (_, _) => 0),
        Squares,
        new("mse, events only", One, (x, rows) => new MeanSquaredError().Apply(Number(x, 0), rows.Time.Log(), new LossArguments { Weight = rows.Event }), (x, _) => -x[0]),
        CoxBreslow,
        new("cox_efron", One, (x, rows) => new CoxEfron().Apply(Number(x, 0), rows.Time, rows.Event), (x, _) => x[0]),
        new("logistic_hazard", grid => grid.Points, (x, rows) => new LogisticHazard().Apply(x, rows.Point, rows.Event), (x, grid) => grid.RiskOf(Running(x, logit => -Softplus(logit)))),
        new("pmf_nll", grid => grid.Points, (x, rows) => Mass(x, rows), (x, grid) => grid.RiskOf(Survival(x))),
        new("pmf_nll + deephit_rank", grid => grid.Points, (x, rows) => Mass(x, rows) + new DeepHitRank().Apply(x, rows.Point, rows.Event), (x, grid) => grid.RiskOf(Survival(x))),
        new("pc_hazard", grid => grid.Intervals, (x, rows) => new PiecewiseConstantHazard().Apply(x, rows.Interval, rows.Event, rows.Fraction), (x, grid) => grid.RiskOf([1, .. Running(x, logit => -Softplus(logit))])),
        new("weibull_nll", _ => 2, (x, rows) => new WeibullNegativeLogLikelihood().Apply(Number(x, 0), Number(x, 1), new LossArguments { Third = rows.Time, Fourth = rows.Event }), (x, _) => -(x[0] + (LogOfLog2 * Math.Exp(-x[1])))),
        new("aft_nll", One, (x, rows) => new AcceleratedFailureTime().Apply(Number(x, 0), rows.Time, new LossArguments { Third = rows.Event }), (x, _) => -x[0]),
    ];

    private static int One(TimeGrid grid) => 1;

    private static Tensor Number(Tensor outputs, int column) => outputs.Slice(1, column, 1).Reshape([outputs.Shape[0]]);

    private static Tensor Mass(Tensor outputs, in SurvivalBatch rows) => new ProbabilityMassNegativeLogLikelihood().Apply(outputs, rows.Point, rows.Event);

    /// <summary>The exponentials of running sums: survival from the logarithms of what each interval leaves.</summary>
    private static double[] Running(double[] outputs, Func<double, double> log)
    {
        double sum = 0;
        return Array.ConvertAll(outputs, x => Math.Exp(sum += log(x)));
    }

    /// <summary>The probability of what lies behind each point, among the points and "later", whose logit is 0.</summary>
    private static double[] Survival(double[] outputs)
    {
        var largest = Math.Max(outputs.Max(), 0);
        var shares = outputs.Append(0).Select(x => Math.Exp(x - largest)).ToArray();
        var (left, all) = (shares.Sum(), shares.Sum());
        return Array.ConvertAll(shares[..^1], share => (left -= share) / all);
    }

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
