namespace Minima.Training;

/// <summary>strength / 2 times the sum of the squares of the largest singular values (Yoshida, Miyato 2017): limits how much a layer stretches an input.</summary>
/// <remarks>
/// Its gradient is strength s u v', with s the largest singular value and u, v its vectors. Power iteration finds them at the start, then tracks them with one
/// multiplication each way a step, because weights move little between steps. A parameter of more than two axes counts as the matrix of its first axis and all others.
/// </remarks>
public sealed class SpectralPenalty : Regularizer, IKeptState
{
    private const int FirstRounds = 100;
    private const string Vector = "left/";

    private readonly Tensor[] _left;

    /// <summary>Creates a penalty on matrices.</summary>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN; a parameter without rows; no parameters, or one given twice.</exception>
    public SpectralPenalty(IReadOnlyList<Parameter> parameters, double strength)
        : base("spectral", parameters)
    {
        Strength = CheckedStrength(Name, "strength", strength);
        _left = [.. Parameters.Select(Start)];
        for (var i = 0; i < _left.Length; i++)
        {
            for (var round = 0; round < FirstRounds; round++) Follow(i);
        }
    }

    /// <summary>The strength of the penalty.</summary>
    public double Strength { get; }

    internal override string Settings => FormattableString.Invariant($"{Strength}");

    /// <inheritdoc/>
    public override double Value()
    {
        double sum = 0;
        for (var i = 0; i < _left.Length; i++)
        {
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();
            var right = Matrix(i).Transpose().MatMul(_left[i]);
            sum += (right * right).Sum().Item();
        }

        return Strength / 2 * sum;
    }

    /// <inheritdoc/>
    public override void AddGradient(double factor = 1)
    {
        for (var i = 0; i < _left.Length; i++)
        {
            var parameter = Parameters[i];
            if (!parameter.IsTrainable || parameter.Gradient.IsNone) continue;
            Follow(i);
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();

            // u' W is s v'.
            var left = _left[i] * (factor * Strength);
            var gradient = left.MatMul(_left[i].Transpose().MatMul(Matrix(i)));
            BinaryOperation<Sum2>.InPlace(ParameterCheck.GradientNode(parameter), gradient.Node);
        }
    }

    /// <summary>The current singular vectors.</summary>
    public NamedState ExportState()
    {
        var names = ParameterCheck.Names(Parameters);
        return new NamedState(Name, new Dictionary<string, double>(StringComparer.Ordinal), Enumerable.Range(0, names.Length).ToDictionary(i => Vector + names[i], i => _left[i], StringComparer.Ordinal));
    }

    /// <summary>Continues from the state of the exporting penalty.</summary>
    /// <exception cref="TrainingException">Another penalty, other parameters or shapes: nothing is changed.</exception>
    public void ImportState(NamedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.RequireKind(Name);
        var own = ExportState();
        state.RequireNamesOf(own);
        foreach (var (name, vector) in own.Tensors) TensorCopy.Copy(state.Tensors[name], vector);
    }

    /// <summary>Replaces u by W W' u, scaled to length 1; keeps u if that is 0.</summary>
    private void Follow(int index)
    {
        using var step = StepScope.Begin();
        using var silence = Autograd.NoGradient();
        var matrix = Matrix(index);
        var right = Unit(matrix.Transpose().MatMul(_left[index]));
        if (right.IsNone) return;
        var left = Unit(matrix.MatMul(right));
        if (!left.IsNone) TensorCopy.Copy(left, _left[index]);
    }

    private Tensor Matrix(int index) => AsMatrix(Parameters[index].Value);

    private static Tensor AsMatrix(Tensor weight) => weight.Rank == 2 ? weight : weight.Reshape([weight.Shape[0], weight.Count / weight.Shape[0]]);

    /// <summary>Scales a vector to length 1; none for a vector that is 0 or not finite.</summary>
    private static Tensor Unit(Tensor vector)
    {
        var length = Math.Sqrt((vector * vector).Sum().Item());
        return length > 0 && double.IsFinite(length) ? vector / length : default;
    }

    /// <summary>The product of the weight with ones: almost never orthogonal to a singular vector of a trained weight.</summary>
    private static Tensor Start(Parameter parameter)
    {
        var weight = parameter.Value;
        if (weight.Rank < 2 || weight.Count == 0) throw new TrainingException($"spectral: the parameter '{parameter.Name}' of shape {weight.Shape} is not a matrix. Give weights only, not biases.");
        using var silence = Autograd.NoGradient();
        var matrix = AsMatrix(weight);
        var ones = Tensor.Ones([matrix.Shape[1], 1], weight.Type);
        var start = Unit(matrix.MatMul(ones));
        return (start.IsNone ? Tensor.Ones([matrix.Shape[0], 1], weight.Type) / Math.Sqrt(matrix.Shape[0]) : start).Keep();
    }
}
