using Minima.Lab.Pictures;
using Minima.Training.Data;

namespace Minima.Lab.Penalties;

/// <summary>A penalty as a user gives it to a trainer, and the strengths that it is tried at.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Style">Of its line in pictures.</param>
/// <param name="Strengths">Tried on rows that are not tested; one where there is nothing to choose.</param>
/// <param name="Loss">What is minimised beside the regularizers.</param>
/// <param name="Regularizers">Of the model, its weights and a strength.</param>
internal sealed record ComparedPenalty(Words Name, int Style, double[] Strengths, Func<double, Objective> Loss, Func<Module, Parameter[], double, IReadOnlyList<Regularizer>> Regularizers)
{
    private static readonly Words NoneName = new("none", "无");

    public static ComparedPenalty None { get; } = OnWeights(NoneName, Series.Ink, [0], (_, _) => []);

    /// <summary>A penalty on weights beside cross-entropy.</summary>
    public static ComparedPenalty OnWeights(Words name, int style, double[] strengths, Func<Parameter[], double, IReadOnlyList<Regularizer>> make) =>
        new(name, style, strengths, _ => CrossEntropy(), (_, weights, strength) => make(weights, strength));

    public static ComparedPenalty L2(params double[] strengths) => OnWeights("l2", 0, strengths, (weights, strength) => [new L2Penalty(weights, strength)]);

    public static ComparedPenalty Orthogonal(params double[] strengths) => OnWeights("orthogonal", 1, strengths, (weights, strength) => [new OrthogonalPenalty(weights, strength)]);

    public static ComparedPenalty Spectral(params double[] strengths) => OnWeights("spectral", 2, strengths, (weights, strength) => [new SpectralPenalty(weights, strength)]);

    /// <param name="name">In tables.</param>
    /// <param name="projections">How many directions; null for all derivatives.</param>
    /// <param name="strengths">To be tried.</param>
    public static ComparedPenalty Jacobian(Words name, int? projections, params double[] strengths) =>
        new(name, 3, strengths, _ => CrossEntropy(), (model, _, strength) => [new JacobianPenalty(model, strength, new RandomState(1), projections)]);

    public static ComparedPenalty Confidence(params double[] strengths) => new("confidence_penalty", 4, strengths, beta => new Objective(Minima.Loss.Create("confidence_penalty", ("beta", beta))), (_, _, _) => []);

    /// <summary>The contrary: entropy costs.</summary>
    public static ComparedPenalty Decision(params double[] strengths)
    {
        TensorCatalogue.Join();
        var (labels, entropy) = (new LossTerm("labels", Minima.Loss.Create("cross_entropy")), new LossTerm("entropy", Minima.Loss.Create("entropy_min")));
        return new("entropy_min", 5, strengths, weight => new Objective([labels, entropy with { Weight = weight }], TermWeights.AsGiven), (_, _, _) => []);
    }

    public string StrengthText(double strength) => ReferenceEquals(this, None) ? string.Empty : Figure.Digits(strength).English;

    /// <summary>Trains a model under it, with the learning rate on a cosine to 0.</summary>
    /// <param name="model">What is trained; predicting afterwards.</param>
    /// <param name="weights">What penalties on weights are about.</param>
    /// <param name="strength">Of the penalty.</param>
    /// <param name="rows">To learn from.</param>
    /// <param name="optimizer">Of the model.</param>
    /// <param name="epochs">How long.</param>
    /// <param name="callbacks">Who watches.</param>
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

    private static Objective CrossEntropy() => new(Minima.Loss.Create("cross_entropy"));
}
