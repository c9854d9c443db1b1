using System.Collections.Concurrent;
using Minima.Trees;

namespace Minima.Tabular;

/// <summary>A loss that reads a distribution, as an objective for boosted trees: a raw score for each head.</summary>
internal sealed class BoostedHeads : RowObjective
{
    /// <summary>The step of the central differences that give the curvature, as a fraction of the step that costs half a unit of the loss.</summary>
    private const double Step = 1e-3;

    private const int Looked = 512;

    private readonly HeadPlan _plan;
    private readonly Loss _loss;
    private readonly double[] _target;
    private readonly int _first;
    private readonly double[] _steps;
    private readonly ConcurrentBag<Worker> _workers = [];

    /// <param name="plan">The heads, as in <see cref="Learned"/>; nothing else is learned.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="target">The target of each row of all parts.</param>
    /// <param name="first">The index of the first row that is boosted on.</param>
    /// <param name="cancellation">Checked while the start is optimised.</param>
    public BoostedHeads(HeadPlan plan, Loss loss, double[] target, int first, CancellationToken cancellation)
    {
        (_plan, _loss, _target, _first) = (plan, loss, target, first);

        // The search of the best constants learns distances between quantiles, which do not fade there.
        var together = plan with { IsRearranged = false };
        var start = HeadStart.Of(together, loss, target, cancellation);
        (Start, _steps) = (start.Offsets, start.Factors);
        if (plan.IsRearranged)
        {
            double[][] values = [.. plan.Heads.Select(_ => new double[1])];
            new HeadValues(together).Fill(start.Offsets, values);
            Start = [.. values.Select(value => value[0])];
        }

        HasJumps = plan.IsRearranged || !HasCurvatures();
    }

    /// <summary>A plan as trees learn it: each quantile by itself. Distances between quantiles can fade to 0 in a leaf, and no derivative would bring them back.</summary>
    public static HeadPlan Learned(HeadPlan plan) => plan with { IsRearranged = plan.Reading == HeadReading.Quantiles };

    public override string Name => _loss.Entry.Key;

    public override IReadOnlyList<double> Start { get; }

    public override bool HasJumps { get; }

    public override bool JumpsAtTarget => _plan.IsRearranged;

    public override void Evaluate(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int output, Span<double> values, Span<double> slopes, Span<double> curvatures)
    {
        var worker = _workers.TryTake(out var free) ? free : new(this);
        worker.Read(rows, scores);
        worker.Evaluate(output, 0, values, slopes);
        if (HasJumps) curvatures.Clear();
        else worker.Curvatures(output, Step * _steps[output], curvatures);
        _workers.Add(worker);
    }

    public override void EvaluateAlong(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int output, Span<double> values, Span<double> slopes, Span<double> curvatures)
    {
        // Quantiles that are learned separately have a loss each.
        if (!_plan.IsRearranged)
        {
            Evaluate(rows, scores, output, values, slopes, curvatures);
            return;
        }

        var worker = _workers.TryTake(out var free) ? free : new(this);
        worker.EvaluateLevel(rows, scores.Slice(output * rows.Length, rows.Length), output, values, slopes);
        curvatures.Clear();
        _workers.Add(worker);
    }

    /// <summary>Every head has a curvature near the start for some target. The loss of quantiles, or of absolute errors, has none.</summary>
    private bool HasCurvatures()
    {
        if (_plan.Reading == HeadReading.Steps) return false;
        var count = Math.Min(_target.Length, Looked);
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * _target.Length / count) - _first)];
        var (scores, curvatures) = (new double[count * Start.Count], new double[count]);
        for (var h = 0; h < Start.Count; h++) scores.AsSpan(h * count, count).Fill(Start[h]);
        var worker = new Worker(this);
        worker.Read(rows, scores);
        for (var h = 0; h < Start.Count; h++)
        {
            worker.Curvatures(h, Step * _steps[h], curvatures);

            // If derivatives jump, few rows have a curvature; if they change smoothly, nearly all do.
            if (curvatures.Count(curvature => curvature != 0) < count / 2) return false;
        }

        return true;
    }

    /// <summary>The buffers of a thread.</summary>
    private sealed class Worker(BoostedHeads heads)
    {
        private readonly IHeadTerms _terms = HeadTerms.Of(heads._plan, heads._loss);
        private readonly HeadValues _bend = new(heads._plan);
        private readonly int _count = heads._plan.Heads.Count;
        private int _rows;
        private double[] _outputs = [];
        private double[] _moved = [];
        private double[] _gradient = [];
        private double[] _target = [];
        private double[] _each = [];
        private double[] _below = [];
        private double[][] _values = [];
        private double[][] _slopes = [];

        /// <summary>Loads the rows and their scores.</summary>
        public void Read(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores)
        {
            Reserve(rows.Length);
            for (var i = 0; i < rows.Length; i++)
            {
                _target[i] = heads._target[heads._first + rows[i]];
                for (var h = 0; h < _count; h++) _outputs[(i * _count) + h] = scores[(h * rows.Length) + i];
            }
        }

        /// <summary>Values, and derivatives with respect to one head that is shifted.</summary>
        public void Evaluate(int head, double by, Span<double> values, Span<double> slopes)
        {
            var moved = _moved.AsSpan(0, _rows * _count);
            _outputs.AsSpan(0, moved.Length).CopyTo(moved);
            if (by != 0)
            {
                for (var i = head; i < moved.Length; i += _count) moved[i] += by;
            }

            _bend.Fill(moved, _values);
            _terms.Evaluate(_values, _target.AsSpan(0, _rows), _each.AsSpan(0, _rows), _slopes);
            if (!values.IsEmpty) _each.AsSpan(0, _rows).CopyTo(values);
            _bend.Chain(moved, _slopes, _gradient);
            for (var i = 0; i < slopes.Length; i++) slopes[i] = _gradient[(i * _count) + head];
        }

        /// <summary>The loss of one level alone, from its scores.</summary>
        public void EvaluateLevel(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores, int level, Span<double> values, Span<double> slopes)
        {
            Reserve(rows.Length);
            var head = heads._plan.Heads[level];
            var prediction = _values[level].AsSpan(0, _rows);
            for (var i = 0; i < rows.Length; i++)
            {
                _target[i] = heads._target[heads._first + rows[i]];
                prediction[i] = head.Value(scores[i]);
            }

            ((QuantileTerms)_terms).EvaluateLevel(level, prediction, _target.AsSpan(0, _rows), values, slopes);
            for (var i = 0; i < rows.Length; i++) slopes[i] = slopes[i] == 0 ? 0 : slopes[i] * head.Slope(scores[i]);
        }

        /// <summary>Curvatures with respect to one head, by central differences of its derivatives.</summary>
        public void Curvatures(int head, double step, Span<double> curvatures)
        {
            var below = _below.AsSpan(0, _rows);
            Evaluate(head, step, [], curvatures);
            Evaluate(head, -step, [], below);
            for (var i = 0; i < curvatures.Length; i++) curvatures[i] = (curvatures[i] - below[i]) / (2 * step);
        }

        private void Reserve(int rows)
        {
            _rows = rows;
            if (rows <= _target.Length) return;
            (_outputs, _moved, _gradient) = (new double[rows * _count], new double[rows * _count], new double[rows * _count]);
            (_target, _each, _below) = (new double[rows], new double[rows], new double[rows]);
            _values = [.. Enumerable.Range(0, _count).Select(_ => new double[rows])];
            _slopes = [.. Enumerable.Range(0, _count).Select(_ => new double[rows])];
        }
    }
}
