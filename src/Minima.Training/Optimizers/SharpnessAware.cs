using System.Globalization;

namespace Minima.Training;

/// <summary>
/// Sharpness-aware minimisation (Foret et al. 2021): evaluates the gradient of a step where the loss is highest nearby, a radius up the gradient, but makes the step
/// from the original weights. It seeks flat minima, and costs two evaluations of the loss a step.
/// </summary>
/// <remarks>The move is radius g / |g|, with g the gradients of all parameters together, penalties included. If the gradient is 0, the weights do not move.</remarks>
/// <example><code>
/// var sharpness = new SharpnessAware(model.Parameters, radius: 0.05);
/// Loss().Backward();
/// using (sharpness.Climb())
/// {
///     optimizer.ClearGradients();
///     Loss().Backward();
/// }
/// optimizer.Step();
/// </code></example>
public sealed class SharpnessAware
{
    private const string Name = "sharpness_aware";

    private readonly FlatParameters _flat;
    private readonly Tensor _start;
    private readonly Tensor _gradient;
    private bool _isUp;

    /// <param name="parameters">The parameters to move: all that the optimizer trains, of one element type.</param>
    /// <param name="radius">The length of the move; 0.05 is usual.</param>
    /// <exception cref="TrainingException">A radius that is not finite and above 0; no parameters, one given twice, or of several element types.</exception>
    public SharpnessAware(IReadOnlyList<Parameter> parameters, double radius = 0.05)
    {
        new NamedOption("radius", 0.05, OptionKind.Positive, "how far up the slope the gradient is taken").Checked(Name, radius);
        Radius = radius;
        _flat = new FlatParameters(Name, [.. ParameterCheck.All(Name, parameters)]);
        (_start, _gradient) = (_flat.NewVector(), _flat.NewVector());
    }

    /// <summary>The length of the move.</summary>
    public double Radius { get; }

    /// <summary>Moves the weights along their current gradients until the result is disposed, which restores them bit for bit.</summary>
    /// <exception cref="TrainingException">The weights are moved already, or a gradient is not finite.</exception>
    public Climbing Climb()
    {
        if (_isUp) throw new TrainingException("The weights are already moved along the gradient. Dispose what Climb returned before you call it again.");
        _flat.GatherGradient(_gradient);
        var norm = Math.Sqrt(_flat.Dot(_gradient, _gradient));
        if (!double.IsFinite(norm)) throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{Name}: the norm of the gradients is {norm:R}; there is no ascent direction. Find what is not finite first, as NaNGuard does."));
        _flat.GatherValues(_start);
        _flat.Move(_start, _gradient, norm > 0 ? Radius / norm : 0);
        _isUp = true;
        return new Climbing(this);
    }

    private void Return()
    {
        if (!_isUp) return;
        _flat.Move(_start, _gradient, 0);
        _isUp = false;
    }

    /// <summary>Restores the weights when disposed.</summary>
    public readonly struct Climbing : IDisposable, IEquatable<Climbing>
    {
        private readonly SharpnessAware? _sharpness;

        internal Climbing(SharpnessAware sharpness) => _sharpness = sharpness;

        public static bool operator ==(Climbing left, Climbing right) => left.Equals(right);

        public static bool operator !=(Climbing left, Climbing right) => !left.Equals(right);

        /// <inheritdoc/>
        public void Dispose() => _sharpness?.Return();

        /// <inheritdoc/>
        public bool Equals(Climbing other) => ReferenceEquals(_sharpness, other._sharpness);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Climbing other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => _sharpness?.GetHashCode() ?? 0;
    }
}
