namespace Minima.Training;

/// <summary>One optimizer step: forward, loss, backward, guard, clip, update, without allocating.</summary>
internal sealed class TrainingStep
{
    private readonly Trainer _trainer;
    private readonly double[] _denominators;
    private readonly LossResult[] _batchSums;
    private readonly LossResult[] _stepSums;
    private readonly LossResult[] _epochSums;
    private readonly List<TrainingBatch> _batches = [];
    private readonly Func<double> _closure;

    public TrainingStep(Trainer trainer)
    {
        _trainer = trainer;
        _denominators = new double[trainer.Objective.Terms.Count];
        _batchSums = new LossResult[_denominators.Length];
        _stepSums = new LossResult[_denominators.Length];
        _epochSums = new LossResult[_denominators.Length];
        _closure = Evaluate;
    }

    /// <summary>Of the step's rows.</summary>
    public double Loss { get; private set; }

    /// <summary>Before clipping.</summary>
    public double GradientNorm { get; private set; }

    public double LearningRate { get; private set; }

    /// <summary>Sums and denominators of the terms since the epoch began, for checkpoints.</summary>
    public LossResult[] EpochSums => _epochSums;

    /// <summary>Makes a step of the next batches.</summary>
    /// <returns>How many batches there were.</returns>
    public int Run(IBatchReader reader, int batches)
    {
        using (StepScope.Begin())
        {
            _batches.Clear();
            for (var i = 0; i < batches && reader.Next(out var batch); i++) _batches.Add(batches == 1 ? batch : Copy(batch));
            if (_batches.Count > 0) Step();
            return _batches.Count;
        }
    }

    /// <summary>The mean of the objective since the epoch began, which starts again.</summary>
    public double TakeMeans(out IReadOnlyDictionary<string, double> terms)
    {
        var all = _trainer.Objective.Terms;
        var named = new Dictionary<string, double>(StringComparer.Ordinal);
        double mean = 0;
        for (var i = 0; i < _epochSums.Length; i++)
        {
            mean += all[i].Weight * _epochSums[i].Value;
            if (all.Count > 1) named.Add(all[i].Name, _epochSums[i].Value);
        }

        terms = named;
        Array.Clear(_epochSums);
        return mean;
    }

    private void Step()
    {
        var optimizer = _trainer.Optimizer;
        if (_trainer.Schedule is { } schedule) optimizer.LearningRateFactor = schedule.At(_trainer.Step);
        LearningRate = optimizer.LearningRate * optimizer.LearningRateFactor;
        _trainer.Guard?.Remember(_trainer.Model);
        if (optimizer is Lbfgs)
        {
            // It evaluates several times; the guard looks at each evaluation.
            Loss = optimizer.Step(_closure);
            GradientNorm = optimizer.GradientNorm();
        }
        else
        {
            Loss = Evaluate();
            GradientNorm = _trainer.ClipNorm is { } norm ? optimizer.ClipByNorm(norm) : optimizer.GradientNorm();
            if (_trainer.ClipValue is { } most) optimizer.ClipByValue(most);
            if (!double.IsFinite(GradientNorm)) _trainer.Guard?.Stop(_trainer, _batches, Loss);
            optimizer.Step();
        }

        for (var i = 0; i < _epochSums.Length; i++) _epochSums[i] = Plus(_epochSums[i], _stepSums[i]);
        for (var i = 0; i < _trainer.Regularizers.Count; i++) _trainer.Regularizers[i].AfterStep(_trainer.Optimizer);
        _trainer.Average?.Update();
    }

    /// <summary>Loss and gradients at the present parameters.</summary>
    private double Evaluate()
    {
        _trainer.Optimizer.ClearGradients();
        Array.Clear(_stepSums);
        Array.Clear(_denominators);
        if (_batches.Count > 1)
        {
            foreach (var batch in _batches) _trainer.Objective.AddDenominators(batch, _denominators);
        }

        foreach (var batch in _batches)
        {
            // The parts of a step share nothing but parameters: each gives its memory back before the next begins.
            using (StepScope.Begin())
            {
                var output = _trainer.Model.Forward(batch.Features);
                var loss = _trainer.Objective.Apply(output, batch, _batches.Count > 1 ? _denominators : [], _batchSums);
                loss.Backward();
            }

            for (var i = 0; i < _stepSums.Length; i++) _stepSums[i] = Plus(_stepSums[i], _batchSums[i]);
        }

        double sum = 0;
        for (var i = 0; i < _stepSums.Length; i++) sum += _trainer.Objective.Terms[i].Weight * _stepSums[i].Value;
        for (var i = 0; i < _trainer.Regularizers.Count; i++) sum += _trainer.Regularizers[i].BeforeStep(_trainer.Optimizer);
        if (!double.IsFinite(sum)) _trainer.Guard?.Stop(_trainer, _batches, sum);
        return sum;
    }

    /// <summary>What a reader hands out may be overwritten by its next call.</summary>
    private static TrainingBatch Copy(in TrainingBatch batch) => batch with
    {
        Features = Densified(batch.Features),
        Target = Densified(batch.Target),
        Weight = batch.Weight.IsNone ? default : Densified(batch.Weight),
        MoreTargets = batch.MoreTargets.Count == 0 ? [] : [.. batch.MoreTargets.Select(Densified)],
        RowNumbers = batch.RowNumbers.ToArray(),
    };

    private static Tensor Densified(Tensor tensor)
    {
        using (Autograd.NoGradient()) return Densify.Copy(tensor);
    }

    private static LossResult Plus(LossResult left, LossResult right) => new(left.Sum + right.Sum, left.Denominator + right.Denominator, Minima.Reduction.Mean);
}
