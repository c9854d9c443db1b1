namespace Minima.Generator;

/// <summary>A shape of loss and the closed generic type for it. A new shape is a new row of <see cref="Known"/>.</summary>
/// <param name="Interface">The interface in namespace Minima.</param>
/// <param name="Loss">The class derived from <c>Loss</c>, in which {0} is the type of the formula.</param>
/// <param name="DifferentiatedByDefault">The interface's own <c>Differentiated</c>, bit i for input i; a test compares the two.</param>
/// <param name="Formula">The expression that makes the formula from the loss, {0}.</param>
/// <param name="Inputs">The class that knows the inputs of a loss of this shape, in which {0} is the type of the formula; null if the inputs are the parameters of <c>Of</c>.</param>
/// <param name="Info">The property of the entry for the other facts of that class, or null.</param>
/// <param name="TakesTensors">True if the formula is written on tensors: <c>Of</c> is any method of that name, with any number of inputs.</param>
internal sealed record ShapeModel(string Interface, string Loss, int DifferentiatedByDefault, string Formula = "new({0})", string? Inputs = null, string? Info = null, bool TakesTensors = false)
{
    public static readonly ShapeModel[] Known =
    [
        new("IPointLoss1", "global::Minima.PointLoss<global::Minima.Point1<{0}>>", 0b0001),
        new("IPointLoss", "global::Minima.PointLoss<global::Minima.Point2<{0}>>", 0b0001),
        new("IPointLoss3", "global::Minima.PointLoss<global::Minima.Point3<{0}>>", 0b0101),
        new("IPointLoss4", "global::Minima.PointLoss<global::Minima.Point4<{0}>>", 0b1101),
        new("IRowLoss", "global::Minima.RowLoss<{0}>", 0b0001, "{0}", "global::Minima.RowFormula<{0}>", "Row"),
        new("IBoxLoss", "global::Minima.BoxLoss<{0}>", 0b0001, "{0}", "global::Minima.BoxFormula<{0}>"),
        new("ITensorLoss", "global::Minima.Tensors.TensorLoss", 0, TakesTensors: true),
        new("ISumLoss", "global::Minima.SumLoss<{0}>", 0b0001, "{0}", "global::Minima.SumFormula<{0}>", "Sums"),
    ];

    /// <summary>The namespace of the interface: tensors are in another assembly.</summary>
    public string Namespace => TakesTensors ? "Minima.Tensors" : "Minima";

    /// <summary>The name of the shape in the catalogue.</summary>
    public string Name => Interface.Substring(1);
}
