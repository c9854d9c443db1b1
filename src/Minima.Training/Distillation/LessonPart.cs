using Minima.Losses;
using Minima.Tensors.Losses;

namespace Minima.Training.Distillation;

/// <summary>One loss that a <see cref="Lesson"/> gives a student: a loss of the catalogue, the outputs of the teacher that it uses, and its weight. A lesson adds its parts.</summary>
/// <remarks>
/// Layers are named by their paths, as parameters are: <c>"3"</c> in a <see cref="Sequential"/>, <c>"encoder.0"</c> in a model of modules. The output of a layer
/// for a sample counts as one vector, however many axes it has.
/// </remarks>
public sealed class LessonPart
{
    private LessonPart(string name, double weight, Loss loss)
    {
        if (!(weight >= 0 && double.IsFinite(weight))) throw new TrainingException(FormattableString.Invariant($"The part '{name}' of a lesson was given the weight {weight}; it must be finite, 0 or above."));
        (Name, Weight, Loss) = (name, weight, loss);
    }

    /// <summary>Its name in logs.</summary>
    public string Name { get; }

    /// <summary>The factor of its loss.</summary>
    public double Weight { get; }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <summary>True if the loss uses class labels.</summary>
    internal bool TakesLabels { get; private init; }

    /// <summary>True if the loss uses the teacher's output.</summary>
    internal bool TakesAnswers { get; private init; }

    /// <summary>The layer of the student that the loss uses; null for the output.</summary>
    internal string? StudentLayer { get; private init; }

    /// <summary>The layer of the teacher that it is compared with.</summary>
    internal string? TeacherLayer { get; private init; }

    /// <summary>Draws the weights of the linear map from the student's layer to the width of the teacher's; null if widths may differ.</summary>
    internal RandomState? Projection { get; private init; }

    /// <summary>Cross-entropy with the labels, for lessons whose other parts lack it.</summary>
    /// <exception cref="TrainingException">A weight that is negative or not finite.</exception>
    public static LessonPart Labels(double weight = 1) => new("labels", weight, Of<CrossEntropy>()) { TakesLabels = true };

    /// <summary>Hinton, Vinyals and Dean 2015 (arXiv:1503.02531): alpha T^2 KL(softmax(teacher / T) || softmax(student / T)) + (1 - alpha) cross-entropy with the labels.</summary>
    /// <param name="temperature">The divisor of the logits: the higher, the more the small probabilities count.</param>
    /// <param name="alpha">The weight of the teacher; the labels have weight 1 - alpha.</param>
    /// <exception cref="TrainingException">A temperature that is not finite and above 0, or an alpha outside [0, 1].</exception>
    public static LessonPart Knowledge(double temperature = 4, double alpha = 0.9)
    {
        if (!(alpha is >= 0 and <= 1)) throw new TrainingException(FormattableString.Invariant($"A lesson cannot take the fraction {alpha} from the teacher; alpha must be in [0, 1], as the labels get the rest."));
        return new("knowledge", 1, Of<KnowledgeDistillation>((nameof(temperature), Warm(temperature)), (nameof(alpha), alpha))) { TakesLabels = true, TakesAnswers = true };
    }

    /// <summary>
    /// Zhao et al. 2022 (arXiv:2203.08679): T^2 (alpha KL of the teacher's confidence in the label + beta KL of its ranking of the other classes). It has no
    /// cross-entropy: add <see cref="Labels"/>.
    /// </summary>
    /// <param name="alpha">The weight of the confidence in the label.</param>
    /// <param name="beta">The weight of the distribution over the other classes.</param>
    /// <param name="temperature">The divisor of the logits.</param>
    /// <param name="weight">The factor of the sum.</param>
    /// <exception cref="TrainingException">A temperature that is not finite and above 0; an alpha, beta or weight that is negative or not finite.</exception>
    public static LessonPart Decoupled(double alpha = 1, double beta = 8, double temperature = 4, double weight = 1)
    {
        if (!(alpha >= 0 && beta >= 0 && double.IsFinite(alpha + beta))) throw new TrainingException(FormattableString.Invariant($"A lesson in two parts was given alpha {alpha} and beta {beta}; both must be finite, 0 or above."));
        return new("decoupled", weight, Of<DecoupledKnowledgeDistillation>((nameof(alpha), alpha), (nameof(beta), beta), (nameof(temperature), Warm(temperature)))) { TakesLabels = true, TakesAnswers = true };
    }

    /// <summary>
    /// Romero et al. 2015 (FitNets, arXiv:1412.6550): half the squared distance of a student's layer from a teacher's. If their widths differ, a linear map,
    /// trained along, brings the student's layer to the teacher's width; the student does without it afterwards.
    /// </summary>
    /// <remarks>The paper trains on the hint first and on the outputs afterwards; here the parts are added. For the paper's order, train two lessons one after the other.</remarks>
    /// <param name="studentLayer">The student's layer that is trained.</param>
    /// <param name="teacherLayer">The teacher's layer whose outputs are the targets.</param>
    /// <param name="random">Draws the weights of the linear map.</param>
    /// <param name="weight">The factor of the distance.</param>
    /// <exception cref="TrainingException">A weight that is negative or not finite.</exception>
    public static LessonPart Hint(string studentLayer, string teacherLayer, RandomState random, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Hidden("hint", weight, Of<FeatureHint>(), studentLayer, teacherLayer, random);
    }

    /// <summary>Park et al. 2019 (RKD-D, arXiv:1904.05068): the relative distances between samples of a batch match the teacher's.</summary>
    /// <inheritdoc cref="Angles"/>
    public static LessonPart Distances(string studentLayer, string teacherLayer, double weight = 25) => Hidden("distances", weight, Of<RelationalDistance>(), studentLayer, teacherLayer, null);

    /// <summary>Park et al. 2019 (RKD-A, arXiv:1904.05068): the angles of the triangles that samples of a batch form match the teacher's.</summary>
    /// <param name="studentLayer">The student's layer that is trained.</param>
    /// <param name="teacherLayer">The teacher's layer that it is compared with; its width may differ.</param>
    /// <param name="weight">The factor of the loss; the default is the paper's for metric learning.</param>
    /// <exception cref="TrainingException">A weight that is negative or not finite.</exception>
    public static LessonPart Angles(string studentLayer, string teacherLayer, double weight = 50) => Hidden("angles", weight, Of<RelationalAngle>(), studentLayer, teacherLayer, null);

    private static LessonPart Hidden(string name, double weight, Loss loss, string studentLayer, string teacherLayer, RandomState? random)
    {
        ArgumentException.ThrowIfNullOrEmpty(studentLayer);
        ArgumentException.ThrowIfNullOrEmpty(teacherLayer);
        return new($"{name} {studentLayer}", weight, loss) { StudentLayer = studentLayer, TeacherLayer = teacherLayer, Projection = random };
    }

    private static Loss Of<TLoss>(params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TLoss : struct
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters) given[name] = value;
        return Minima.Loss.Create(Catalogue.OfType(typeof(TLoss))!, given);
    }

    private static double Warm(double temperature) => temperature > 0 && double.IsFinite(temperature)
        ? temperature
        : throw new TrainingException(FormattableString.Invariant($"A lesson was given the temperature {temperature}; logits are divided by it, so it must be finite and above 0. 1 to 10 is usual."));
}
