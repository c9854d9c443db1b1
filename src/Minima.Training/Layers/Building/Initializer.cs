namespace Minima.Training;

/// <summary>Initial values of weights, by name.</summary>
/// <remarks>
/// With fan-in and fan-out, the numbers of inputs and outputs of a unit: Glorot and Bengio (2010) draw with variance 2 / (fan-in + fan-out), He et al.
/// (2015) with 2 / fan-in, LeCun (1998) with 1 / fan-in; orthogonal is Saxe et al. (2013). Uniform draws have the same variance as normal ones.
/// </remarks>
public sealed class Initializer
{
    private readonly Action<Span<double>, Shape, int, int, RandomState> _fill;

    private Initializer(string name, Action<Span<double>, Shape, int, int, RandomState> fill)
    {
        Name = name;
        _fill = fill;
    }

    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = new("zeros", static (values, _, _, _, _) => values.Clear());

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = new("ones", static (values, _, _, _, _) => values.Fill(1));

    /// <summary>Uniform, variance 2 / (fan-in + fan-out).</summary>
    public static Initializer GlorotUniform { get; } = Uniform("glorot_uniform", static (fanIn, fanOut) => 2.0 / (fanIn + fanOut));

    /// <summary>Normal, variance 2 / (fan-in + fan-out).</summary>
    public static Initializer GlorotNormal { get; } = Normal("glorot_normal", static (fanIn, fanOut) => 2.0 / (fanIn + fanOut));

    /// <summary>Uniform, variance 2 / fan-in.</summary>
    public static Initializer HeUniform { get; } = Uniform("he_uniform", static (fanIn, _) => 2.0 / fanIn);

    /// <summary>Normal, variance 2 / fan-in.</summary>
    public static Initializer HeNormal { get; } = Normal("he_normal", static (fanIn, _) => 2.0 / fanIn);

    /// <summary>Uniform, variance 1 / fan-in.</summary>
    public static Initializer LeCunUniform { get; } = Uniform("lecun_uniform", static (fanIn, _) => 1.0 / fanIn);

    /// <summary>Normal, variance 1 / fan-in.</summary>
    public static Initializer LeCunNormal { get; } = Normal("lecun_normal", static (fanIn, _) => 1.0 / fanIn);

    /// <summary>Orthonormal rows (or columns, whichever are fewer).</summary>
    public static Initializer Orthogonal { get; } = new("orthogonal", OrthogonalRows.Fill);

    /// <summary>All named initializers.</summary>
    public static IReadOnlyList<Initializer> All { get; } = [Zeros, Ones, GlorotUniform, GlorotNormal, HeUniform, HeNormal, LeCunUniform, LeCunNormal, Orthogonal];

    /// <summary>The name that <see cref="ByName"/> finds.</summary>
    public string Name { get; }

    /// <summary>One number for all weights.</summary>
    public static Initializer Constant(double value) => new("constant", (values, _, _, _, _) => values.Fill(value));

    /// <summary>Finds an initializer; names are matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    /// <exception cref="TrainingException">No initializer has this name.</exception>
    public static Initializer ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = Plain(name);
        return All.FirstOrDefault(one => string.Equals(Plain(one.Name), wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new TrainingException($"No initializer is named '{name}'. There are {string.Join(", ", All.Select(one => one.Name))}.");
    }

    /// <summary>Draws the values of a weight.</summary>
    /// <param name="shape">The weight's shape.</param>
    /// <param name="fanIn">The number of inputs of a unit.</param>
    /// <param name="fanOut">The number of outputs that an input reaches.</param>
    /// <param name="random">Draws the values.</param>
    /// <param name="type">Float or double; float values are the rounded double ones.</param>
    public Tensor Make(Shape shape, int fanIn, int fanOut, RandomState random, ElementType type = ElementType.Single)
    {
        ArgumentNullException.ThrowIfNull(random);
        var values = new double[shape.Count];
        _fill(values, shape, Math.Max(fanIn, 1), Math.Max(fanOut, 1), random);
        using (Autograd.NoGradient()) return Tensor.Of(values, shape).To(type);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Initializer Uniform(string name, Func<int, int, double> variance) => new(name, (values, _, fanIn, fanOut, random) =>
    {
        var bound = Math.Sqrt(3 * variance(fanIn, fanOut));
        for (var i = 0; i < values.Length; i++) values[i] = bound * ((2 * random.NextDouble()) - 1);
    });

    private static Initializer Normal(string name, Func<int, int, double> variance) => new(name, (values, _, fanIn, fanOut, random) =>
    {
        var deviation = Math.Sqrt(variance(fanIn, fanOut));
        for (var i = 0; i < values.Length; i++) values[i] = deviation * random.NextNormal();
    });

    private static string Plain(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
}

/// <summary>Orthogonal rows by the Gram-Schmidt process, run twice, on normal draws.</summary>
internal static class OrthogonalRows
{
    public static void Fill(Span<double> values, Shape shape, int fanIn, int fanOut, RandomState random)
    {
        if (values.IsEmpty) return;
        var rows = shape.Rank == 0 ? 1 : shape[0];
        var columns = values.Length / rows;
        var count = Math.Min(rows, columns);
        var length = Math.Max(rows, columns);
        var basis = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var vector = basis[i] = new double[length];
            for (var j = 0; j < length; j++) vector[j] = random.NextNormal();

            // One pass leaves an error of rounding times the condition number; two are enough (Parlett 1980).
            for (var pass = 0; pass < 2; pass++)
            {
                for (var k = 0; k < i; k++) Subtract(vector, basis[k]);
            }

            var norm = Math.Sqrt(Dot(vector, vector));
            for (var j = 0; j < length; j++) vector[j] /= norm;
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) values[(row * columns) + column] = rows <= columns ? basis[row][column] : basis[column][row];
        }
    }

    private static void Subtract(double[] vector, double[] direction)
    {
        var share = Dot(vector, direction);
        for (var j = 0; j < vector.Length; j++) vector[j] -= share * direction[j];
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (var j = 0; j < left.Length; j++) sum += left[j] * right[j];
        return sum;
    }
}
