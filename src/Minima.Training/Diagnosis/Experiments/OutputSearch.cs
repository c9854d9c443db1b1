namespace Minima.Training.Diagnosis.Experiments;

/// <summary>
/// Finds the best outputs of losses over single numbers, each output separately: an expanding bracket, then golden sections. All searches run at once, and each
/// evaluation of the loss for all rows advances every one by a step. If a loss takes several outputs for a target (a mean and a variance), the search
/// alternates: one kind varies while the others are fixed.
/// </summary>
internal sealed class OutputSearch
{
    private const int Expansions = 60;
    private const int Sections = 45;
    private const int Sweeps = 2;

    /// <summary>The bound of the search; a loss over logits has then reached its limit.</summary>
    private const double Farthest = 1e6;

    private readonly Objective _objective;
    private readonly TrainingBatch _batch;
    private readonly ForwardPass _like;

    /// <summary>For each output of a row, the index of the loss's input; 0 for the prediction.</summary>
    private readonly int[] _roles;

    public OutputSearch(Objective objective, in TrainingBatch batch, ForwardPass like)
    {
        _objective = objective;
        _batch = batch;
        _like = like;
        _roles = new int[like.Width];
        for (var t = 0; t < objective.Terms.Count; t++)
        {
            var (start, count) = like.OutputsOf(objective.Terms[t]);
            var each = EachOf(t, count);
            for (var i = 0; i < count; i++) _roles[start + i] = i / each;
        }
    }

    /// <summary>The best constant for each output.</summary>
    public double[] Constants() => Find(_like.Width);

    /// <summary>The best output for each row separately.</summary>
    public double[] Free() => Find(_like.Values.Length);

    /// <summary>Searches for the given number of values; value i is used at all outputs i, i + count, i + 2 count, ...</summary>
    private double[] Find(int count)
    {
        var (low, high) = Bounds(count);
        var best = new double[count];
        var value = new double[count];
        Array.Fill(value, double.PositiveInfinity);
        foreach (var start in Starts(count))
        {
            var at = Array.ConvertAll(start, x => x);
            for (var i = 0; i < count; i++) at[i] = Math.Clamp(at[i], low[i], high[i]);
            Better(at, Evaluate(at), best, value);
        }

        var roles = _roles.Max() + 1;
        for (var sweep = 0; sweep < (roles == 1 ? 1 : Sweeps); sweep++)
        {
            for (var role = 0; role < roles; role++)
            {
                // A fixed value has equal bounds.
                var (least, most) = ((double[])low.Clone(), (double[])high.Clone());
                for (var i = 0; i < count; i++)
                {
                    if (_roles[i % _like.Width] != role) least[i] = most[i] = best[i];
                }

                var (from, to) = Bracket(best, value, least, most);
                Narrow(from, to, best, value);
            }
        }

        return best;
    }

    /// <summary>Moves from the best start in both directions until the loss rises.</summary>
    private (double[] From, double[] To) Bracket(double[] best, double[] value, double[] low, double[] high)
    {
        var from = (double[])best.Clone();
        var to = (double[])best.Clone();
        foreach (var (side, bound, sign) in new[] { (from, low, -1), (to, high, 1) })
        {
            var step = new double[best.Length];
            var rises = new bool[best.Length];
            Array.Fill(step, 0.1);
            for (var turn = 0; turn < Expansions && !Array.TrueForAll(rises, done => done); turn++)
            {
                var at = new double[best.Length];
                for (var i = 0; i < at.Length; i++)
                {
                    at[i] = rises[i] ? side[i] : sign < 0 ? Math.Max(side[i] - step[i], bound[i]) : Math.Min(side[i] + step[i], bound[i]);
                    step[i] *= 1.6;
                }

                var now = Evaluate(at);
                for (var i = 0; i < at.Length; i++)
                {
                    if (rises[i]) continue;
                    rises[i] = !(now[i] <= value[i]) || at[i] == bound[i];
                    side[i] = at[i];
                }

                Better(at, now, best, value);
            }
        }

        return (from, to);
    }

    private void Narrow(double[] from, double[] to, double[] best, double[] value)
    {
        for (var turn = 0; turn < Sections; turn++)
        {
            var left = new double[from.Length];
            var right = new double[from.Length];
            for (var i = 0; i < from.Length; i++)
            {
                var section = new GoldenSection(from[i], to[i]);
                (left[i], right[i]) = (section.Left, section.Right);
            }

            var (low, high) = (Evaluate(left), Evaluate(right));
            for (var i = 0; i < from.Length; i++)
            {
                if (low[i] <= high[i]) to[i] = right[i];
                else from[i] = left[i];
            }

            Better(left, low, best, value);
            Better(right, high, best, value);
        }
    }

    private static void Better(double[] at, double[] loss, double[] best, double[] value)
    {
        for (var i = 0; i < at.Length; i++)
        {
            if (!(loss[i] < value[i])) continue;
            value[i] = loss[i];
            best[i] = at[i];
        }
    }

    /// <summary>The part of the loss that each value affects.</summary>
    private double[] Evaluate(double[] at)
    {
        var loss = new double[at.Length];
        using (Autograd.NoGradient())
        using (StepScope.Begin())
        {
            var terms = _objective.TermsOf(Tensor.Of(Repeated(at), _like.Shape).To(_like.Type), _batch);
            for (var t = 0; t < terms.Length; t++)
            {
                var (start, count) = _like.OutputsOf(_objective.Terms[t]);
                var each = EachOf(t, count);
                var values = terms[t].ToArray();
                for (var i = 0; i < values.Length; i++)
                {
                    for (var output = i % each; output < count; output += each)
                    {
                        loss[((i / each * _like.Width) + start + output) % at.Length] += _objective.Terms[t].Weight * values[i];
                    }
                }
            }
        }

        return loss;
    }

    /// <summary>Starting points: 0, and the targets, either each separately or their means. Scales begin at 1.</summary>
    private IEnumerable<double[]> Starts(int count)
    {
        var zero = new double[count];
        for (var i = 0; i < count; i++) zero[i] = _roles[i % _like.Width] == 0 ? 0 : 1;
        yield return zero;
        var sums = new double[count];
        var terms = new int[count];
        for (var t = 0; t < _objective.Terms.Count; t++)
        {
            var (start, width) = _like.OutputsOf(_objective.Terms[t]);
            var each = EachOf(t, width);
            var target = _batch.TargetAt(_objective.Terms[t].Target).ToArray();
            for (var i = 0; i < target.Length; i++)
            {
                var output = ((i / each * _like.Width) + start + (i % each)) % count;
                sums[output] += target[i];
                terms[output]++;
            }
        }

        for (var i = 0; i < count; i++) sums[i] = terms[i] == 0 ? zero[i] : sums[i] / terms[i];
        yield return sums;
    }

    private (double[] Low, double[] High) Bounds(int count)
    {
        var low = new double[count];
        var high = new double[count];
        Array.Fill(low, -Farthest);
        Array.Fill(high, Farthest);
        for (var t = 0; t < _objective.Terms.Count; t++)
        {
            var (start, width) = _like.OutputsOf(_objective.Terms[t]);
            for (var i = 0; i < count; i++)
            {
                var column = i % _like.Width;
                if (column < start || column >= start + width) continue;
                var domain = _objective.Terms[t].Loss.DomainOf(_objective.PredictedBy(t)[_roles[column]]);
                if (domain.Kind != DomainKind.Interval) continue;

                // Just inside an end: a loss may be infinite there.
                if (double.IsFinite(domain.Low)) low[i] = Math.Max(low[i], domain.Low + 1e-7);
                if (double.IsFinite(domain.High)) high[i] = Math.Min(high[i], domain.High - 1e-7);
            }
        }

        return (low, high);
    }

    /// <summary>The number of predictions among the outputs of a term, equal to that of each further input.</summary>
    private int EachOf(int term, int outputs) => Math.Max(outputs / _objective.PredictedBy(term).Count, 1);

    private double[] Repeated(double[] numbers)
    {
        if (numbers.Length == _like.Values.Length) return numbers;
        var values = new double[_like.Values.Length];
        for (var i = 0; i < values.Length; i++) values[i] = numbers[i % numbers.Length];
        return values;
    }
}
