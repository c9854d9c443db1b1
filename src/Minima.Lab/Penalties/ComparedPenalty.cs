using Minima.Training.Data;

namespace Minima.Lab.Penalties;

/// <summary>A penalty as a user gives it to a trainer.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Style">The style of its line in pictures.</param>
/// <param name="Loss">The objective besides the regularizers, for a given strength.</param>
/// <param name="Regularizers">The regularizers for a model, its weights and a strength.</param>
internal sealed record ComparedPenalty(Words Name, int Style, Func<double, Objective> Loss, Func<Module, Parameter[], double, IReadOnlyList<Regularizer>> Regularizers)
{
    public static ComparedPenalty None { get; } = OnWeights(new("none", "无"), Series.Ink, (_, _) => []);

    public static ComparedPenalty L2 { get; } = OnWeights("l2", 0, (weights, strength) => [new L2Penalty(weights, strength)]);

    public static ComparedPenalty Orthogonal { get; } = OnWeights("orthogonal", 1, (weights, strength) => [new OrthogonalPenalty(weights, strength)]);

    public static ComparedPenalty Spectral { get; } = OnWeights("spectral", 2, (weights, strength) => [new SpectralPenalty(weights, strength)]);

    /// <summary>Penalises the Jacobian along one random direction of the outputs.</summary>
    public static ComparedPenalty Jacobian { get; } = OnSlopes("jacobian", 3, projections: 1);

    /// <summary>Penalises all derivatives of the outputs.</summary>
    public static ComparedPenalty WholeJacobian { get; } = OnSlopes(new("jacobian, all derivatives", "jacobian，全部导数"), 6, projections: null);

    public static ComparedPenalty Confidence { get; } = new("confidence_penalty", 4, beta => new Objective(Minima.Loss.Create("confidence_penalty", ("beta", beta))), (_, _, _) => []);

    /// <summary>The opposite of <see cref="Confidence"/>: it penalises high entropy.</summary>
    public static ComparedPenalty Decision { get; } = new("entropy_min", 5, Decisive, (_, _, _) => []);

    public static IReadOnlyList<ComparedPenalty> All { get; } = [L2, Orthogonal, Spectral, Jacobian, Confidence, Decision, WholeJacobian, None];

    /// <summary>Trains a model under this penalty; the learning rate follows a cosine to 0.</summary>
    /// <param name="model">The model to train; in prediction mode afterwards.</param>
    /// <param name="weights">The weights to which penalties on weights apply.</param>
    /// <param name="strength">The strength of the penalty.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="optimizer">The optimizer of the model.</param>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="callbacks">Callbacks of the training.</param>
    public TrainingResult Fit(Module model, Parameter[] weights, double strength, DataLoader rows, Optimizer optimizer, int epochs, params TrainingCallback[] callbacks)
    {
        var result = new Trainer(model, Loss(strength), optimizer)
        {
            Epochs = epochs,
            Schedule = new CosineSchedule(epochs * ((IBatchSource)rows).Batches),
            Regularizers = Regularizers(model, weights, strength),
            Callbacks = callbacks,
        }.Fit(rows);
        model.Train(training: false);
        return result;
    }

    /// <summary>A penalty on weights, added to cross-entropy.</summary>
    private static ComparedPenalty OnWeights(Words name, int style, Func<Parameter[], double, IReadOnlyList<Regularizer>> make) =>
        new(name, style, _ => CrossEntropy(), (_, weights, strength) => make(weights, strength));

    /// <param name="name">The name in tables.</param>
    /// <param name="style">The style of its line.</param>
    /// <param name="projections">The number of random directions; null for all derivatives.</param>
    private static ComparedPenalty OnSlopes(Words name, int style, int? projections) =>
        new(name, style, _ => CrossEntropy(), (model, _, strength) => [new JacobianPenalty(model, strength, new RandomState(1), projections)]);

    private static Objective Decisive(double weight)
    {
        TensorCatalogue.Join();
        var (labels, entropy) = (new LossTerm("labels", Minima.Loss.Create("cross_entropy")), new LossTerm("entropy", Minima.Loss.Create("entropy_min")));
        return new([labels, entropy with { Weight = weight }], TermWeights.AsGiven);
    }

    private static Objective CrossEntropy() => new(Minima.Loss.Create("cross_entropy"));
}
