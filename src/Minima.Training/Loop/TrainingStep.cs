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
    private readonly TermRecord _terms;
    private readonly Tensor[] _leaves;
    private BalancedStep? _balanced;
    private SlicedStep? _sliced;

    public TrainingStep(Trainer trainer)
    {
        _trainer = trainer;
        _denominators = new double[trainer.Objective.Terms.Count];
        _batchSums = new LossResult[_denominators.Length];
        _stepSums = new LossResult[_denominators.Length];
        _epochSums = new LossResult[_denominators.Length];
        _closure = Evaluate;
        _terms = new TermRecord(trainer.Objective);
        _leaves = [.. trainer.Model.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => parameter.Value)];
    }

    /// <summary>The loss of the step's rows.</summary>
    public double Loss { get; private set; }

    /// <summary>The norm of the gradients before clipping.</summary>
    public double GradientNorm { get; private set; }

    public double LearningRate { get; private set; }

    /// <summary>Sums and denominators of the terms since the epoch began, for checkpoints.</summary>
    public LossResult[] EpochSums => _epochSums;

    /// <summary>Weights and norms of the terms since the epoch began, for checkpoints.</summary>
    public TermRecord Terms => _terms;

    /// <summary>True if cancellation was requested for a process of the training and all know of it.</summary>
    public bool MustStop => _sliced is { MustStop: true };

    private bool HasSeveralTerms => _epochSums.Length > 1;

    /// <summary>Runs a step on the next batches.</summary>
    /// <returns>The number of batches read.</returns>
    public int Run(IBatchReader reader, int batches)
    {
        using (StepScope.Begin())
        {
            _batches.Clear();
            for (var i = 0; i < batches && reader.Next(out var batch); i++) _batches.Add(batches == 1 ? batch : batch.Copy());
            if (_batches.Count > 0)
            {
                if (_trainer.StepSlices > 1) (_sliced ??= new SlicedStep(_trainer, _trainer.StepSlices)).Begin(_batches);
                Step();
            }

            return _batches.Count;
        }
    }

    /// <summary>Returns the means of the epoch that ends and resets them.</summary>
    public EpochRecord TakeMeans(int epoch)
    {
        var (weights, norms) = _terms.Take();
        var terms = new Dictionary<string, double>(StringComparer.Ordinal);
        double mean = 0;
        for (var i = 0; i < _epochSums.Length; i++)
        {
            var term = _trainer.Objective.Terms[i];

            // If weights change, the record has their mean over the epoch.
            var weight = term.Schedule is null && _trainer.Balance is null ? term.Weight : weights.GetValueOrDefault(term.Name, _trainer.Objective.Weights[i]);
            mean += weight * _epochSums[i].Value;
            if (HasSeveralTerms) terms.Add(term.Name, _epochSums[i].Value);
        }

        Array.Clear(_epochSums);
        return new EpochRecord(epoch, _trainer.Step, mean) { Terms = terms, TermWeights = weights, TermGradientNorms = norms, LearningRate = LearningRate, GradientNorm = GradientNorm };
    }

    private void Step()
    {
        var optimizer = _trainer.Optimizer;
        if (_trainer.Schedule is { } schedule) optimizer.LearningRateFactor = schedule.At(_trainer.Step);
        LearningRate = optimizer.LearningRate * optimizer.LearningRateFactor;
        _trainer.Objective.GoTo(_trainer.Step);
        _trainer.Guard?.Remember(_trainer.Model);
        if (optimizer is Lbfgs)
        {
            if (_trainer.Sharpness is not null) throw new TrainingException("L-BFGS compares losses at the weights with their gradients there, and sharpness-aware steps take the gradient elsewhere. Train with another optimizer, or without Sharpness.");
            if (_trainer.Balance is { } unfit) throw new TrainingException($"{unfit.Name} makes one direction for each step, and L-BFGS searches along its own. Train with another optimizer, or with fixed weights.");

            // L-BFGS evaluates several times; the guard checks each evaluation.
            Loss = optimizer.Step(_closure);
            GradientNorm = optimizer.GradientNorm();
        }
        else
        {
            Loss = Evaluate();
            if (_trainer.Sharpness is { } sharpness) Climb(sharpness);
            GradientNorm = _trainer.ClipNorm is { } norm ? optimizer.ClipByNorm(norm) : optimizer.GradientNorm();
            if (_trainer.ClipValue is { } most) optimizer.ClipByValue(most);
            if (!double.IsFinite(GradientNorm)) Stop(Loss);
            optimizer.Step();
            _balanced?.After(_batches[0], _batchSums, _sliced);
        }

        if (HasSeveralTerms) _terms.AddWeights(_balanced?.Weights ?? _trainer.Objective.Weights);
        for (var i = 0; i < _epochSums.Length; i++) _epochSums[i] = Plus(_epochSums[i], _stepSums[i]);
        for (var i = 0; i < _trainer.Regularizers.Count; i++) _trainer.Regularizers[i].AfterStep(_trainer.Optimizer);
        _trainer.Average?.Update();
    }

    /// <summary>Recomputes the gradients at the sharpness-aware point; the loss remains that of the weights.</summary>
    private void Climb(SharpnessAware sharpness)
    {
        if (_trainer.Balance is { } unfit) throw new TrainingException($"{unfit.Name} looks at the gradients of its tasks where the weights are, and sharpness-aware steps take them elsewhere. Train with fixed weights, or without Sharpness.");
        GradientNorm = _trainer.Optimizer.GradientNorm();
        if (!double.IsFinite(GradientNorm)) Stop(Loss);

        // Without a guard training continues regardless: without an ascent direction, the step is an ordinary one.
        if (!double.IsFinite(GradientNorm)) return;
        var sums = _stepSums.ToArray();
        using (sharpness.Climb()) Evaluate();
        sums.CopyTo(_stepSums, 0);
    }

    /// <summary>Loss and gradients at the present parameters.</summary>
    private double Evaluate()
    {
        _trainer.Optimizer.ClearGradients();
        Array.Clear(_stepSums);
        Array.Clear(_denominators);
        if (_batches.Count > 1 && _sliced is null)
        {
            foreach (var batch in _batches) _trainer.Objective.AddDenominators(batch, _denominators);
        }

        double sum = 0;
        if (_trainer.Balance is { } balance)
        {
            sum = Balanced(balance);
        }
        else
        {
            if (_sliced is { } sliced) EvaluateSlices(sliced);
            else EvaluateBatches();
            for (var i = 0; i < _stepSums.Length; i++) sum += _trainer.Objective.Weights[i] * _stepSums[i].Value;
        }

        for (var i = 0; i < _trainer.Regularizers.Count; i++)
        {
            _trainer.Regularizers[i].Look(_batches, _trainer.Step);
            sum += _trainer.Regularizers[i].BeforeStep(_trainer.Optimizer);
        }

        if (!double.IsFinite(sum)) Stop(sum);
        return sum;
    }

    private void EvaluateBatches()
    {
        foreach (var batch in _batches)
        {
            // The parts of a step share only parameters: each releases its memory before the next begins.
            using (StepScope.Begin())
            {
                var output = _trainer.Model.Forward(batch.Features);
                Tensor[] unweighted = HasSeveralTerms && _terms.IsFresh ? new Tensor[_batchSums.Length] : [];
                var loss = _trainer.Objective.Apply(output, batch, _batches.Count > 1 ? _denominators : [], _batchSums, unweighted);
                if (unweighted.Length > 0) Measure(unweighted, _batches.Count > 1 ? _denominators : []);
                loss.Backward();
            }

            for (var i = 0; i < _stepSums.Length; i++) _stepSums[i] = Plus(_stepSums[i], _batchSums[i]);
        }
    }

    private void EvaluateSlices(SlicedStep sliced)
    {
        foreach (var batch in sliced.Denominators())
        {
            for (var t = 0; t < batch.Length; t++) _denominators[t] += batch[t];
        }

        if (HasSeveralTerms && _terms.IsFresh) Measure(sliced);
        var factors = new double[_denominators.Length];
        for (var t = 0; t < factors.Length; t++) factors[t] = _trainer.Objective.Weights[t] / (_denominators[t] == 0 ? 1 : _denominators[t]);
        sliced.Gradients(factors, _stepSums);
    }

    private void Measure(SlicedStep sliced)
    {
        var total = sliced.TermGradients(_leaves, apart: false, followsBuffers: false);
        Span<double> norms = stackalloc double[sliced.Terms];
        for (var t = 0; t < norms.Length; t++)
        {
            double squares = 0;
            for (var i = 0; i < _leaves.Length; i++) squares += total.Squares((t * _leaves.Length) + i);
            norms[t] = Math.Sqrt(squares) / (_denominators[t] == 0 ? 1 : _denominators[t]);
        }

        sliced.Return(total);
        _terms.AddNorms(norms);
    }

    /// <summary>Lets the guard search the parts of the step for the number that is not finite.</summary>
    private void Stop(double loss)
    {
        if (_sliced is not { } sliced)
        {
            _trainer.Guard?.Stop(_trainer, _batches, loss);
            return;
        }

        var pieces = sliced.Pieces();
        _trainer.Guard?.Stop(_trainer, [.. pieces.Select(piece => piece.Rows)], loss, index => sliced.Draw(pieces[index].Slice));
    }

    /// <summary>Measures the norm of the gradient of each term: once per epoch, because it costs a backward pass per term.</summary>
    private void Measure(Tensor[] terms, ReadOnlySpan<double> denominators)
    {
        Span<double> norms = stackalloc double[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            double squares = 0;
            foreach (var gradient in Autograd.Gradient(terms[i], _leaves))
            {
                using (Autograd.NoGradient()) squares += (gradient * gradient).Sum().Item();
            }

            norms[i] = Math.Sqrt(squares) / (denominators.IsEmpty || denominators[i] == 0 ? 1 : denominators[i]);
        }

        _terms.AddNorms(norms);
    }

    private double Balanced(TaskBalance balance)
    {
        _balanced ??= new BalancedStep(_trainer, balance);
        var sum = _balanced.Run(_batches, _batchSums, _sliced);
        if (_balanced.Norms.Length > 0) _terms.AddNorms(_balanced.Norms);
        _batchSums.CopyTo(_stepSums, 0);
        return sum;
    }

    private static LossResult Plus(LossResult left, LossResult right) => new(left.Sum + right.Sum, left.Denominator + right.Denominator, Minima.Reduction.Mean);
}
