namespace Minima.Training;

/// <summary>An optimizer that updates each element by a formula: every one but L-BFGS.</summary>
public abstract class ElementwiseOptimizer : Optimizer
{
    private const string StepOf = "step/";
    private const string ProductOf = "product/";

    private readonly ParameterUpdate[] _updates;
    private readonly UpdateJob _job;
    private readonly Func<double[], ParameterUpdate> _createUpdate;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="entry">Name and options.</param>
    /// <param name="groups">The parameters to train.</param>
    /// <param name="learningRate">Finite, above 0.</param>
    /// <param name="options">Values in the order of the entry's options; a group's own override them.</param>
    /// <param name="createUpdate">Creates the formula for parameters of a group with these options: <c>new ParameterUpdate&lt;MyFormula&gt;()</c>.</param>
    /// <exception cref="TrainingException">No parameters, one given twice, a learning rate or an option that is refused.</exception>
    protected ElementwiseOptimizer(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options, Func<double[], ParameterUpdate> createUpdate)
        : base(entry, groups, learningRate, options)
    {
        ArgumentNullException.ThrowIfNull(createUpdate);
        _createUpdate = createUpdate;
        _updates = new ParameterUpdate[Parameters.Count];
        _job = new UpdateJob(_updates, Blocks);
        var next = 0;
        for (var g = 0; g < Groups.Count; g++)
        {
            foreach (var parameter in Groups[g].Parameters)
            {
                var update = createUpdate(OptionsOfGroup(g));
                update.Attach(parameter, OptionsOfGroup(g), RateRatioOf(parameter));
                _updates[next++] = update;
            }
        }
    }

    /// <inheritdoc/>
    public override void Step()
    {
        _job.Step(LearningRate * LearningRateFactor, StepScale, StepLimit);
        ForgetClipping();
    }

    private protected override bool CanChange(double[] from, double[] to) => _createUpdate(from).GetType() == _createUpdate(to).GetType();

    private protected override void AddState(Dictionary<string, double> numbers, Dictionary<string, Tensor> tensors)
    {
        var names = ParameterCheck.Names(Parameters);
        for (var p = 0; p < _updates.Length; p++)
        {
            var update = _updates[p];
            numbers[StepOf + names[p]] = update.Clock.Step;
            numbers[ProductOf + names[p]] = update.Clock.Product;
            for (var i = 0; i < update.States.Length; i++) tensors[$"{update.StateNames[i]}/{names[p]}"] = update.States[i];
        }
    }

    private protected override void CheckState(NamedState state)
    {
        foreach (var name in ParameterCheck.Names(Parameters)) state.Count(StepOf + name);
    }

    private protected override void TakeState(NamedState state)
    {
        var names = ParameterCheck.Names(Parameters);
        for (var p = 0; p < _updates.Length; p++)
        {
            var update = _updates[p];
            update.Clock = new UpdateClock { Step = state.Count(StepOf + names[p]), Product = state.Numbers[ProductOf + names[p]] };
            for (var i = 0; i < update.States.Length; i++) TensorCopy.Copy(state.Tensors[$"{update.StateNames[i]}/{names[p]}"], update.States[i]);
        }
    }
}
