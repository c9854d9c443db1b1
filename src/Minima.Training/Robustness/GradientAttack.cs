using Minima.Tensors.Losses;

namespace Minima.Training.Robustness;

/// <summary>Searches the neighbourhood of each input for the one that misleads a model most: gradient ascent steps on a loss, each projected to the ball and to [0, 1].</summary>
/// <remarks>
/// <para>Formula: x_0 = x or a random point of the ball; x_(i+1) = P(x_i + step d), d the sign of the loss's gradient (infinity norm) or the gradient over its length (Euclidean), P the nearest point with |x' - x| &lt;= radius, clipped to [0, 1].</para>
/// <para>Shapes: inputs [N, ..], labels int [N], model outputs [N, K]. Each row is attacked by itself: no batch statistics.</para>
/// <para>Domain: inputs in [0, 1]; radius and step finite and not negative. A radius of 0 gives the clean inputs.</para>
/// <para>Convention: of several restarts, a row prefers results that are misclassified, and among them the one with the largest loss.</para>
/// <para>Source: Goodfellow, Shlens and Szegedy 2015, arXiv:1412.6572; Madry et al. 2018, arXiv:1706.06083.</para>
/// </remarks>
/// <example><code>
/// var attack = GradientAttack.Projected(radius: 0.1, steps: 20) with { Loss = AttackLoss.Margin };
/// var misleading = attack.Of(model.Forward, pixels, labels, random);
/// </code></example>
public sealed record GradientAttack
{
    // Madry's step: ten of them go 2.5 times as far as the radius.
    private const double Reach = 2.5;

    private readonly PerturbationBall _ball;

    /// <param name="radius">The largest distance from the clean input.</param>
    /// <param name="norm">The norm of that distance.</param>
    /// <exception cref="TrainingException">The radius is negative or not finite.</exception>
    public GradientAttack(double radius, PerturbationNorm norm = PerturbationNorm.Infinity)
    {
        _ball = new PerturbationBall(norm, Checked("radius", radius));
        StepSize = radius;
    }

    /// <summary>The largest distance from the clean input.</summary>
    public double Radius => _ball.Radius;

    /// <summary>The norm of that distance.</summary>
    public PerturbationNorm Norm => _ball.Norm;

    /// <summary>The loss that the attack raises.</summary>
    public AttackLoss Loss { get; init; } = AttackLoss.CrossEntropy;

    /// <summary>The number of steps of each search; 1 by default.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int Steps
    {
        get;
        init => field = AtLeastOne("steps", value);
    } = 1;

    /// <summary>The length of a step, in the norm; by default the radius.</summary>
    /// <exception cref="TrainingException">Negative or not finite.</exception>
    public double StepSize
    {
        get;
        init => field = Checked("step size", value);
    }

    /// <summary>True if searches start at random points of the ball, not at the clean input.</summary>
    public bool StartsAnywhere { get; init; }

    /// <summary>The number of searches; more than one helps only with <see cref="StartsAnywhere"/>.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int Restarts
    {
        get;
        init => field = AtLeastOne("restarts", value);
    } = 1;

    /// <summary>One step from the clean input to the edge of the ball: Goodfellow's fast gradient.</summary>
    /// <exception cref="TrainingException">The radius is negative or not finite.</exception>
    public static GradientAttack Fast(double radius, PerturbationNorm norm = PerturbationNorm.Infinity) => new(radius, norm);

    /// <summary>Projected gradient ascent from a random point: Madry's attack, with steps of 2.5 radius / steps.</summary>
    /// <exception cref="TrainingException">The radius is negative or not finite, or steps are below 1.</exception>
    public static GradientAttack Projected(double radius, int steps = 10, PerturbationNorm norm = PerturbationNorm.Infinity) => new(radius, norm)
    {
        Steps = steps,
        StepSize = Reach * radius / Math.Max(steps, 1),
        StartsAnywhere = true,
    };

    /// <summary>The attacked inputs, without gradient history.</summary>
    /// <param name="model">Computes the logits of inputs.</param>
    /// <param name="inputs">The clean inputs, in [0, 1].</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="random">Draws the starting points.</param>
    /// <exception cref="TrainingException">An input outside of [0, 1], or labels that are not one int for each row.</exception>
    public Tensor Of(Func<Tensor, Tensor> model, Tensor inputs, Tensor labels, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(random);
        AttackedRows.Check(inputs, labels);
        var clean = inputs.Detach().Contiguous();
        var best = Search(model, clean, labels, random);
        if (Restarts == 1) return best;
        var damage = Damage(model, best, labels);
        for (var restart = 1; restart < Restarts; restart++)
        {
            var other = Search(model, clean, labels, random);
            var done = Damage(model, other, labels);
            var worse = Enumerable.Range(0, done.Length).Select(row => done[row].CompareTo(damage[row]) > 0).ToArray();
            best = AttackedRows.Chosen(worse, other, best);
            for (var row = 0; row < done.Length; row++) damage[row] = worse[row] ? done[row] : damage[row];
        }

        return best;
    }

    private Tensor Search(Func<Tensor, Tensor> model, Tensor clean, Tensor labels, RandomState random)
    {
        var point = (StartsAnywhere ? _ball.RandomPoint(clean, random) : clean).Keep();
        for (var step = 0; step < Steps; step++)
        {
            using var scope = StepScope.Begin();
            point = _ball.Next(clean, point, Slope(model, point, labels), StepSize).Keep();
        }

        return point;
    }

    /// <summary>The gradient of the loss with respect to the inputs; the parameters' gradients do not change.</summary>
    private Tensor Slope(Func<Tensor, Tensor> model, Tensor point, Tensor labels)
    {
        using var recording = Autograd.Recording();
        var leaf = point.WithGradient();
        return Autograd.Gradient(Loss.Terms(model(leaf), labels).Sum(), [leaf])[0];
    }

    /// <summary>The loss of each row, and true if it is misclassified.</summary>
    private (bool IsMisled, double Loss)[] Damage(Func<Tensor, Tensor> model, Tensor point, Tensor labels)
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        var logits = model(point);
        var losses = Loss.Terms(logits, labels).ToArray();
        return [.. AttackedRows.AreRight(logits, labels).Zip(losses, (isRight, loss) => (!isRight, loss))];
    }

    private static double Checked(string name, double value) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new TrainingException(FormattableString.Invariant($"The {name} of an attack is {value}; it must be finite, 0 or above."));

    private static int AtLeastOne(string name, int value) => value >= 1 ? value : throw new TrainingException($"An attack cannot have {value} {name}; it needs at least 1.");
}
