namespace Minima.Training.Diagnosis.Experiments;

/// <summary>The outputs of a new model before any step.</summary>
internal sealed class ForwardPass
{
    private ForwardPass(Shape shape, ElementType type, double[] values)
    {
        Shape = shape;
        Type = type;
        Values = values;
    }

    /// <summary>The shape of the outputs, with the row axis first.</summary>
    public Shape Shape { get; }

    public ElementType Type { get; }

    public double[] Values { get; }

    /// <summary>The number of outputs of a row along the last axis.</summary>
    public int Width => Shape.Rank < 2 ? 1 : Shape[^1];

    public static ForwardPass Of(Module model, Tensor features)
    {
        using (Autograd.NoGradient())
        using (StepScope.Begin())
        {
            var output = model.Forward(features);
            return new ForwardPass(output.Shape, output.Type, output.ToArray());
        }
    }

    /// <summary>The index of the first output that a term uses, and their number.</summary>
    /// <exception cref="TrainingException">The model has fewer outputs.</exception>
    public (int Start, int Count) OutputsOf(LossTerm term)
    {
        var count = term.OutputCount ?? Width - term.OutputStart;
        return term.OutputStart >= 0 && count >= 1 && term.OutputStart + count <= Width
            ? (term.OutputStart, count)
            : throw new TrainingException($"The term '{term.Name}' takes the outputs {term.OutputStart} to {term.OutputStart + count - 1}; the model has {Width}, its output the shape {Shape}.");
    }

    /// <summary>The outputs that a term uses, row by row.</summary>
    public double[] ValuesOf(LossTerm term)
    {
        var (start, count) = OutputsOf(term);
        if (count == Width) return Values;
        var rows = Values.Length / Width;
        var values = new double[rows * count];
        for (var row = 0; row < rows; row++) Values.AsSpan((row * Width) + start, count).CopyTo(values.AsSpan(row * count));
        return values;
    }

    /// <summary>The outputs that are one input of a term's loss, row by row.</summary>
    /// <param name="objective">The objective with the term.</param>
    /// <param name="term">The index of the term.</param>
    /// <param name="role">The index among the predicted inputs; 0 for the prediction.</param>
    public double[] ValuesOf(Objective objective, int term, int role)
    {
        var values = ValuesOf(objective.Terms[term]);
        var predicted = objective.PredictedBy(term).Count;
        if (predicted == 1) return values;
        var count = OutputsOf(objective.Terms[term]).Count;
        return [.. values.Where((_, i) => i % count * predicted / count == role)];
    }
}
