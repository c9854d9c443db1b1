namespace Minima.Tabular;

/// <summary>
/// A fit with a head for each number of a distribution, at its coefficients: the derivatives of each row's loss with respect to everything that the fit chose, and their derivatives. First come
/// the outputs of heads that depend on the features, then those of heads that are one constant, then the constants that the density normalises.
/// </summary>
internal sealed class FittedHeads
{
    /// <summary>The step as a fraction of the unit, which is 1 over the steepest derivative: the differences are accurate to twelve digits.</summary>
    private const double Step = 1.0 / 128;

    /// <summary>The tolerance for the symmetry of second derivatives, which differences preserve to this relative accuracy if the derivatives belong to one function.</summary>
    private const double Symmetric = 1e-6;

    private readonly HeadPlan _plan;
    private readonly Loss _loss;
    private readonly double[] _target;
    private readonly double[] _outputs;
    private readonly HeadValues _values;
    private readonly double[] _constants;
    private readonly int[] _order;

    /// <param name="model">A model with heads.</param>
    /// <param name="loss">Its loss, with the learned constants.</param>
    /// <param name="target">The target of each row.</param>
    /// <param name="events">1 for each row whose event has happened, otherwise 0; null if all have.</param>
    /// <param name="outputs">The outputs of each row, row after row.</param>
    public FittedHeads(LinearModel model, Loss loss, double[] target, double[]? events, double[] outputs)
    {
        (_plan, _loss, _target, _outputs) = (model.Distribution!.Plan with { Events = events }, loss, target, outputs);
        _values = new(_plan);
        _constants = [.. model.Inputs.Select(input => input.Value!.Value)];
        _order = [.. Enumerable.Range(0, _plan.Heads.Count).OrderBy(head => HeadNames.IsConstant(model, head)).ThenBy(head => head)];
        Scores = _order.Count(head => !HeadNames.IsConstant(model, head));
    }

    /// <summary>The heads, with the events of the rows.</summary>
    public HeadPlan Plan => _plan;

    /// <summary>The number of heads that depend on the features.</summary>
    public int Scores { get; }

    /// <summary>The number of heads that do not, and of constants that the density normalises.</summary>
    public int Constants => _order.Length - Scores + _constants.Length;

    /// <summary>The index among the outputs of each head, in the order of the model.</summary>
    public int[] Places => [.. Enumerable.Range(0, _order.Length).Select(head => Array.IndexOf(_order, head))];

    /// <summary>The loss has kinks where a number of the distribution equals the target, or where two of them meet.</summary>
    public bool Bends
    {
        get
        {
            var heads = _order.Length;
            double[] middle = [.. Enumerable.Range(0, heads).Select(head => Enumerable.Range(0, _target.Length).Average(row => _outputs[(row * heads) + head]))];
            return _plan.Reading is HeadReading.Steps or HeadReading.Quantiles || new HeadRows(_plan, HeadTerms.Of(_plan, _loss), _target, middle).Bending.Length > 0;
        }
    }

    /// <summary>The loss is minus the logarithm of a density of the target, up to a term that no coefficient changes.</summary>
    public bool IsLikelihood
    {
        get
        {
            if (_plan.Reading is not (HeadReading.Density or HeadReading.Counts or HeadReading.Dispersion)) return false;
            if (_plan.ReadAt.Count == 0) return true;
            var (own, read) = (Slopes(_outputs, HeadTerms.Of(_plan, _loss)), Slopes(_outputs, HeadTerms.Of(_plan, _loss, reads: true)));
            var largest = own.Max(Math.Abs);
            return own.Zip(read).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * largest);
        }
    }

    /// <summary>The derivatives of each row, and their derivatives.</summary>
    /// <exception cref="FitException">The derivatives are not those of one function.</exception>
    public (double[] Slope, double[] Curvature) Derivatives()
    {
        var (rows, heads) = (_target.Length, _order.Length);
        var outputs = heads + _constants.Length;
        var (slope, curvature) = (new double[rows * outputs], new double[rows * outputs * outputs]);
        var terms = HeadTerms.Of(_plan, _loss);
        var middle = Slopes(_outputs, terms);
        Write(middle, 1, (i, a) => (i * outputs) + a, slope);
        for (var b = 0; b < heads; b++)
        {
            var head = _order[b];
            var steepest = Enumerable.Range(0, rows).Max(i => Math.Abs(middle[(i * heads) + head]));

            // A number that is mapped into its domain has a unit of its own; at an end of the domain its derivative is 0 and no step would be too long.
            var step = PowerOfTwo(Step / (_plan.Heads[head].Domain.IsReal ? Math.Max(1e-30, steepest) : Math.Max(1, steepest)));
            foreach (var (distance, weight) in SixthOrder.Slope)
                Write(Slopes(Moved(head, distance * step), terms), weight / step, (i, a) => (((i * outputs) + a) * outputs) + b, curvature);
        }

        OfConstants(slope, curvature);
        var (apart, size) = (0.0, 0.0);
        for (var i = 0; i < rows; i++)
        {
            for (var a = 0; a < outputs; a++)
            {
                for (var b = a + 1; b < outputs; b++)
                {
                    var (one, other) = ((((i * outputs) + a) * outputs) + b, (((i * outputs) + b) * outputs) + a);
                    (apart, size) = (apart + Math.Abs(curvature[one] - curvature[other]), size + Math.Abs(curvature[one]) + Math.Abs(curvature[other]) + Math.Abs(slope[(i * outputs) + a] * slope[(i * outputs) + b]));
                    curvature[one] = curvature[other] = (curvature[one] + curvature[other]) / 2;
                }
            }
        }

        return apart <= Symmetric * size
            ? (slope, curvature)
            : throw new FitException($"fit: --errors: the gradient of {_loss.Entry.Key} is not the derivative of any function (it is stopped somewhere), so there is no curvature; take --errors bootstrap.");
    }

    /// <summary>Derivatives with respect to the constants that the density normalises, and their derivatives, from the loss itself and the derivatives with respect to the outputs.</summary>
    private void OfConstants(double[] slope, double[] curvature)
    {
        var (rows, heads) = (_target.Length, _order.Length);
        var outputs = heads + _constants.Length;
        for (var c = 0; c < _constants.Length; c++)
        {
            var (at, own) = (heads + c, StepOf(c));
            foreach (var (distance, weight) in SixthOrder.Slope)
            {
                var moved = TermsAt((c, distance * own));
                var slopes = Slopes(_outputs, moved);
                Write(slopes, weight / own, (i, a) => (((i * outputs) + a) * outputs) + at, curvature);
                Write(slopes, weight / own, (i, a) => (((i * outputs) + at) * outputs) + a, curvature);
                Add(Losses(moved), weight / own, i => (i * outputs) + at, slope);
            }

            foreach (var (distance, weight) in SixthOrder.Curvature)
                Add(Losses(TermsAt((c, distance * own))), weight / (own * own), i => (((i * outputs) + at) * outputs) + at, curvature);
            for (var d = 0; d < c; d++)
            {
                var other = StepOf(d);
                foreach (var (distance, weight) in SixthOrder.Slope)
                {
                    foreach (var (across, second) in SixthOrder.Slope)
                    {
                        var losses = Losses(TermsAt((c, distance * own), (d, across * other)));
                        Add(losses, weight * second / (own * other), i => (((i * outputs) + at) * outputs) + heads + d, curvature);
                        Add(losses, weight * second / (own * other), i => (((i * outputs) + heads + d) * outputs) + at, curvature);
                    }
                }
            }
        }

        void Add(double[] values, double factor, Func<int, int> place, double[] to)
        {
            for (var i = 0; i < rows; i++) to[place(i)] += factor * values[i];
        }
    }

    /// <summary>Adds derivatives with respect to the heads of the plan, in the order of the outputs.</summary>
    private void Write(double[] slopes, double factor, Func<int, int, int> place, double[] to)
    {
        for (var i = 0; i < _target.Length; i++)
        {
            for (var a = 0; a < _order.Length; a++) to[place(i, a)] += factor * slopes[(i * _order.Length) + _order[a]];
        }
    }

    private double[] Moved(int head, double by)
    {
        var moved = (double[])_outputs.Clone();
        for (var i = head; i < moved.Length; i += _order.Length) moved[i] += by;
        return moved;
    }

    /// <summary>Derivatives with respect to the outputs, row after row.</summary>
    private double[] Slopes(double[] outputs, IHeadTerms terms)
    {
        var (values, slopes) = (Numbers(outputs), Empty());
        terms.Evaluate(values, _target, new double[_target.Length], slopes);
        var gradient = new double[outputs.Length];
        _values.Chain(outputs, slopes, gradient);
        return gradient;
    }

    private double[] Losses(IHeadTerms terms)
    {
        var losses = new double[_target.Length];
        terms.Evaluate(Numbers(_outputs), _target, losses, []);
        return losses;
    }

    private double[][] Numbers(double[] outputs)
    {
        var values = Empty();
        _values.Fill(outputs, values);
        return values;
    }

    private double[][] Empty() => [.. _plan.Heads.Select(_ => new double[_target.Length])];

    private IHeadTerms TermsAt(params (int Constant, double By)[] moves)
    {
        var changed = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var c = 0; c < _constants.Length; c++) changed[_plan.Constants[c].Name] = _constants[c] + moves.Where(move => move.Constant == c).Sum(move => move.By);
        return HeadTerms.Of(_plan, changed.Count == 0 ? _loss : HeadTerms.With(_loss, changed));
    }

    /// <summary>The step as a fraction of the distance to the nearer end of the domain.</summary>
    private double StepOf(int constant)
    {
        var (value, domain) = (_constants[constant], _plan.Constants[constant].Domain);
        return PowerOfTwo(Step * Math.Min(Math.Max(Math.Abs(value), Step), Math.Min(Math.Abs(value - domain.Low), Math.Abs(domain.High - value))));
    }

    /// <summary>A step of one bit, which changes a number by exactly its size.</summary>
    private static double PowerOfTwo(double size) => Math.ScaleB(1, Math.ILogB(Math.Clamp(size, 1e-300, 1e300)));
}
