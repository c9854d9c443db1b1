using Minima.Trees;

namespace Minima.Tabular;

/// <summary>A loss over the rows of a batch (times until an event, the order of queries, grades), as an objective for boosted trees.</summary>
internal sealed class BoostedBatch : TableObjective
{
    /// <summary>The bytes for each row and output: the tensors of an evaluation, and all gradients and curvatures. Measured at the kernel's peak (Cox, ListNet, CORAL, discrete hazards).</summary>
    public const long BytesOfRow = 1500;

    private readonly Candidate _candidate;
    private readonly Loss _loss;
    private readonly BatchRows _rows;
    private readonly CancellationToken _cancellation;
    private readonly BatchLoss _whole;
    private readonly List<double[]> _beside = [];

    /// <param name="candidate">The loss and its plan.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="rows">All rows of the table.</param>
    /// <param name="cancellation">Checked while the constants are optimised.</param>
    public BoostedBatch(Candidate candidate, Loss loss, BatchRows rows, CancellationToken cancellation)
    {
        (_candidate, _loss, _rows, _cancellation) = (candidate, loss, rows, cancellation);
        Units = BatchUnits.Of(Plan, rows.Target, rows.Events);
        _whole = Batch([.. Enumerable.Range(0, rows.Target.Length)]);
        Start = new double[Units.Outputs];
        var beside = new double[_whole.Learned];
        if (Plan.SharesWeights) JointStart.Thresholds(Plan, rows.Target, beside);
        else if (Plan.Reading is not (OutputReading.Score or OutputReading.RelativeRisk))
        {
            // Scores and risks are determined only up to a constant.
            var best = BatchConstants.Of(_whole, rows.Target.Length, Units.Outputs, cancellation);
            (Start, beside) = (best[..Units.Outputs], best[Units.Outputs..]);
        }

        Beside = beside;
        HasSeparateRows = AreSeparate();
    }

    /// <summary>The units of the rows: times, intervals.</summary>
    public BatchUnits Units { get; }

    public override string Name => _candidate.Name;

    public override IReadOnlyList<double> Start { get; }

    public override bool HasSeparateRows { get; }

    private BatchPlan Plan => _candidate.Batch!;

    /// <summary>The current values of the numbers learned in addition to the scores.</summary>
    private double[] Beside { get; set; }

    /// <summary>The loss with the parameters that were learned with the scores of the first rounds.</summary>
    public Loss LossAt(int rounds) => _whole.At(_beside[rounds]);

    /// <summary>The inputs that were learned as one constant each, with the scores of the first rounds.</summary>
    public IReadOnlyList<FitInput> InputsAt(int rounds) => [.. _candidate.Learned.Select((input, k) => new FitInput(input.Name, input.Value(_beside[rounds][Plan.LearnedParameters.Count + k]), null))];

    /// <summary>The thresholds between grades that go with the scores of the first rounds; empty if each step has a score.</summary>
    public double[] ThresholdsAt(int rounds) => Plan.SharesWeights ? _beside[rounds] : [];

    /// <summary>The basis that turns scores into survival curves.</summary>
    /// <param name="times">The times of some rows.</param>
    /// <param name="events">The events of the same rows.</param>
    /// <param name="scores">The scores of the same rows.</param>
    public SurvivalBasis Basis(double[] times, double[] events, double[] scores) => Plan.Reading == OutputReading.RelativeRisk ? SurvivalBasis.OfRisks(Units.Time, times, events, scores) : new(Units.Time, Units.Cuts, [], []);

    public override TableLoss Over(int[] rows) => new Rows(this, Batch(rows), rows.Length);

    public override void Settle(TableLoss training, ReadOnlySpan<double> scores, int rounds)
    {
        if (Beside.Length > 0) Beside = BatchConstants.Beside(((Rows)training).Loss, RowAfterRow(scores, Units.Outputs), Beside, _cancellation);
        if (rounds < _beside.Count) _beside.RemoveRange(rounds, _beside.Count - rounds);
        _beside.Add(Beside);
    }

    private BatchLoss Batch(int[] rows) => new(
        _candidate,
        _loss,
        new(Array.ConvertAll(rows, row => _rows.Target[row]), _rows.Events is null ? null : Array.ConvertAll(rows, row => _rows.Events[row]), _rows.Queries is null ? null : Array.ConvertAll(rows, row => _rows.Queries[row])),
        Units);

    /// <summary>Checks if rows are independent: moving every second row changes no derivative of the others.</summary>
    private bool AreSeparate()
    {
        var width = Units.Outputs;
        double[] outputs = [.. Enumerable.Range(0, _rows.Target.Length * width).Select(k => Start[k % width] + (0.3 * Math.Sin(k)))];
        double[] moved = [.. outputs.Select((output, k) => k / width % 2 == 0 ? output : output + 0.5)];
        var (slopes, others) = (new double[outputs.Length], new double[outputs.Length]);
        _whole.Evaluate(outputs, Beside, slopes, []);
        _whole.Evaluate(moved, Beside, others, []);
        return Enumerable.Range(0, slopes.Length).All(k => k / width % 2 == 1 || Math.Abs(slopes[k] - others[k]) <= 1e-12 * Math.Abs(slopes[k]));
    }

    /// <summary>Reorders numbers from output after output to row after row.</summary>
    public static double[] RowAfterRow(ReadOnlySpan<double> outputs, int width)
    {
        var (turned, rows) = (new double[outputs.Length], outputs.Length / width);
        for (var k = 0; k < outputs.Length; k++) turned[(k % rows * width) + (k / rows)] = outputs[k];
        return turned;
    }

    private sealed class Rows(BoostedBatch batch, BatchLoss loss, int count) : TableLoss
    {
        public BatchLoss Loss => loss;

        public override double Evaluate(ReadOnlySpan<double> scores, Span<double> slopes)
        {
            var width = batch.Units.Outputs;
            var gradient = new double[slopes.Length];
            var mean = loss.Evaluate(RowAfterRow(scores, width), batch.Beside, gradient, []);
            for (var k = 0; k < slopes.Length; k++) slopes[k] = count * gradient[(k % count * width) + (k / count)];
            return count * mean;
        }
    }
}
