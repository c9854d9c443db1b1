namespace Minima.Tabular;

/// <summary>One fit of a linear model with a head for each number of a distribution: to the optimum by Newton's steps, with the curvature there.</summary>
internal sealed class HeadFitRunner
{
    private const int MostSteps = 100;
    private const double Step = 1e-5;
    private const double Small = 1e-10;
    private const double Enough = 1e-7;
    private const double Farthest = 1e3;

    private static readonly MinimizerOptions Search = new() { MaximumIterations = 5000, GradientTolerance = 1e-9, DecreaseTolerance = 1e-14 };

    private readonly FitOptions _options;
    private readonly LossSpec _request;
    private readonly FitData _data;
    private readonly ModelBasis _basis;
    private readonly HeadPlan _plan;
    private readonly HeadLoss _loss;
    private readonly HeadStart _start;
    private readonly bool[] _isFlat;
    private readonly int _size;
    private readonly CancellationToken _cancellation;

    private HeadFitRunner(FitOptions options, LossSpec request, Dataset dataset, CancellationToken cancellation)
    {
        (_options, _request, _cancellation) = (options, request, cancellation);
        var loss = request.Made ?? Candidate.Create(request.Entry, request.Given, 1);
        _data = FitData.Of(dataset, false, options.Weight);
        var obstacle = HeadBinder.Obstacle(request, loss, Wanted.Distribution, _data.Target, isDefault: true, out var plan);
        if (plan is null) throw new DataException($"fit: {request.Entry.Key} cannot be fitted with heads: {obstacle!.Value.English}.");
        if (request.Entry.Kinks.Length > 0 || plan.Reading == HeadReading.Quantiles)
            throw new UsageException($"fit: --heads goes with losses that have a slope everywhere, and {request.Entry.Key} bends; minima compare --want distribution trains it.");
        _plan = plan;
        string[] names = [.. plan.Heads.Skip(1).Select(head => head.Name).Distinct(StringComparer.Ordinal)];
        if (options.Heads!.FirstOrDefault(name => !FitOptions.HeadWords.Contains(name, StringComparer.Ordinal) && !names.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new UsageException($"fit: --heads is {DataException.Quote(unknown)}{Wording.DidYouMean(unknown, [.. names, .. FitOptions.HeadWords])}; beside its prediction {request.Entry.Key} has {DataException.List(names)}.");
        var all = options.Heads!.Contains(FitOptions.HeadWords[0], StringComparer.Ordinal);
        _isFlat = [.. plan.Heads.Select((head, h) => head.Input != plan.Heads[0].Input && !all && !options.Heads!.Contains(head.Name, StringComparer.Ordinal))];
        _basis = ModelBasis.Of(_data.Columns, _data.Share, false, false, cancellation);
        _loss = new(plan, loss, _data.Target, _data.Share);
        _start = HeadStart.Of(plan, loss, _data.Target, cancellation);
        _size = (plan.Heads.Count * _basis.Columns) + plan.Constants.Count;
    }

    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public static LinearModel Run(FitOptions options, LossSpec loss, Dataset dataset, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (options.L1 > 0 || options.L2 > 0 || options.Start is not null || options.Standardize || options.Inputs.Count > 0)
            throw new UsageException("fit: --heads fits without a penalty, and from its own start; leave out --l1, --l2, --standardize, --start and --input, or take minima compare --want distribution, which chooses a penalty.");
        return new HeadFitRunner(options, loss, dataset, cancellation).Run(progress);
    }

    private LinearModel Run(IProgress<FitProgress>? progress)
    {
        var found = Minimizer.Minimize(ValueAndGradient, [.. new double[_size - _plan.Constants.Count], .. _start.Theta], Search, _cancellation);
        var (point, gradient, iterations) = (found.Parameters, new double[_size], found.Iterations);
        var value = ValueAndGradient(point, gradient);
        Cholesky? curvature = null;
        for (var k = 0; k < MostSteps; k++)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Array.Exists(point, number => !(Math.Abs(number) < Farthest)))
                throw new FitException($"fit: no finite optimum: the objective falls for ever as coefficients grow, as it does where the features determine a head of {_request.Entry.Key} exactly; leave out a head (--heads), or take minima compare --want distribution, which chooses a penalty.");
            curvature = Cholesky.Factor(Curvature(point), _size);
            progress?.Report(new(iterations, Norm(gradient)));
            if (curvature is null || Norm(gradient) <= Small) break;
            var step = curvature.Solve(gradient);
            var (moved, slopes) = (new double[_size], new double[_size]);
            var share = 1.0;
            double here;
            do
            {
                for (var i = 0; i < _size; i++) moved[i] = point[i] - (share * step[i]);
                here = ValueAndGradient(moved, slopes);
                share /= 2;
            }
            while (!(here <= value + (1e-13 * Math.Max(1, Math.Abs(value)))) && share > 1e-6);
            if (!(here <= value + (1e-13 * Math.Max(1, Math.Abs(value)))) || (Norm(slopes) >= Norm(gradient) && Norm(gradient) <= Enough)) break;
            (point, gradient, value) = ((double[])moved.Clone(), (double[])slopes.Clone(), here);
            iterations++;
        }

        if (curvature is null || !(Norm(gradient) <= Enough))
            throw new FitException(FormattableString.Invariant($"fit: the search ended without an optimum after {iterations} steps (gradient norm {Norm(gradient):0.0e+0}); leave out a head (--heads), or take minima compare --want distribution, which chooses a penalty."));
        return Model(point, value, gradient, curvature.Solve(gradient), iterations);
    }

    private double[] Outputs(ReadOnlySpan<double> point)
    {
        var (heads, width) = (_plan.Heads.Count, _basis.Columns);
        var (outputs, one) = (new double[_loss.Rows * heads], new double[_loss.Rows]);
        for (var h = 0; h < heads; h++)
        {
            Gram.Multiply(_basis.Design, width, point.Slice(h * width, width).ToArray(), one);
            for (var i = 0; i < one.Length; i++) outputs[(i * heads) + h] = _start.Offsets[h] + (_start.Factors[h] * one[i]);
        }

        return outputs;
    }

    private double ValueAndGradient(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (heads, width, constants) = (_plan.Heads.Count, _basis.Columns, _plan.Constants.Count);
        var slopes = new double[_loss.Rows * heads];
        var value = _loss.Evaluate(Outputs(point), point[^constants..], slopes, gradient[^constants..]);
        gradient[..(heads * width)].Clear();
        for (var i = 0; i < _loss.Rows; i++)
        {
            var row = _basis.Design.AsSpan(i * width, width);
            for (var h = 0; h < heads; h++) FixedOrder.AddScaled(_start.Factors[h] * slopes[(i * heads) + h], row, gradient.Slice(h * width, width));
        }

        for (var h = 0; h < heads; h++)
        {
            if (_isFlat[h]) gradient.Slice(h * width, width - 1).Clear();
        }

        return value;
    }

    /// <summary>The second derivatives by differences of slopes; those that are held have a curvature of their own, so that nothing moves them.</summary>
    private double[] Curvature(double[] point)
    {
        var matrix = new double[_size * _size];
        var (above, below) = (new double[_size], new double[_size]);
        for (var j = 0; j < _size; j++)
        {
            if (IsHeld(j))
            {
                matrix[(j * _size) + j] = 1;
                continue;
            }

            var moved = (double[])point.Clone();
            moved[j] = point[j] + Step;
            ValueAndGradient(moved, above);
            moved[j] = point[j] - Step;
            ValueAndGradient(moved, below);
            for (var i = 0; i < _size; i++) matrix[(i * _size) + j] += IsHeld(i) ? 0 : (above[i] - below[i]) / (2 * Step);
        }

        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j < i; j++) matrix[(i * _size) + j] = matrix[(j * _size) + i] = (matrix[(i * _size) + j] + matrix[(j * _size) + i]) / 2;
        }

        return matrix;
    }

    private bool IsHeld(int place) => place < _plan.Heads.Count * _basis.Columns && _isFlat[place / _basis.Columns] && place % _basis.Columns < _basis.Columns - 1;

    private static double Norm(ReadOnlySpan<double> vector) => Math.Sqrt(FixedOrder.Dot(vector, vector));

    private LinearModel Model(double[] point, double value, double[] gradient, double[] step, int iterations)
    {
        var (heads, width) = (_plan.Heads.Count, _basis.Columns);
        var rows = Enumerable.Range(0, heads).Select(h => _basis.ToModel(Array.ConvertAll(point[(h * width)..((h + 1) * width)], number => _start.Factors[h] * number))).ToArray();
        var theta = point[^_plan.Constants.Count..];
        var (dataset, parameters) = (_data.Dataset, _loss.At(theta).Parameters);
        List<string> notes = [.. dataset.Features.Notes.Where(note => !note.StartsWith("Target ", StringComparison.Ordinal))];
        notes.Add("The loss is not convex: this is a local minimum, and another start (--start) may find a lower one.");
        return new LinearModel
        {
            Loss = _request.Name,
            Parameters = [.. _request.Entry.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, parameters[i]))],
            Target = dataset.Target.Name,
            Kind = TargetKind.Regression,
            Link = PredictionLink.None,
            Distribution = DistributionReading.Of(_plan, _data.Target),
            Encoding = dataset.Features.Encodings,
            Features = dataset.Features.Names,
            Coefficients = [.. rows.Select((row, h) => _isFlat[h] ? new double[row.Weights.Length] : row.Weights)],
            Intercepts = [.. rows.Select((row, h) => row.Intercept + _start.Offsets[h])],
            Weight = _options.Weight,
            Inputs = [.. _plan.Constants.Select((constant, k) => new FitInput(constant.Name, constant.Value(theta[k]), null))],
            Rows = _data.Rows.Length,
            Certificate = new(FitMethod.Local, value, Norm(gradient), iterations, _basis.Rank == _basis.Features, FixedOrder.Dot(gradient, step) / 2, Norm(step)),
            EnglishNotes = notes,
        };
    }
}
