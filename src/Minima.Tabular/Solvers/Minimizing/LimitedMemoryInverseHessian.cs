namespace Minima.Tabular;

/// <summary>The two-loop recursion of L-BFGS over the last steps, for many parameters.</summary>
internal sealed class LimitedMemoryInverseHessian(int size, int memory) : IInverseHessian
{
    private readonly double[][] _steps = Allocate(size, memory);
    private readonly double[][] _changes = Allocate(size, memory);
    private readonly double[] _curvatures = new double[memory];
    private readonly double[] _weights = new double[memory];
    private int _count;
    private int _next;
    private double _scale = 1;

    public void Reset(double scale)
    {
        _count = 0;
        _next = 0;
        _scale = scale;
    }

    public void Direction(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        for (var i = 0; i < size; i++) direction[i] = -gradient[i];
        for (var age = 1; age <= _count; age++)
        {
            var slot = Slot(age);
            _weights[slot] = FixedOrder.Dot(_steps[slot], direction) / _curvatures[slot];
            FixedOrder.AddScaled(-_weights[slot], _changes[slot], direction);
        }

        foreach (ref var entry in direction) entry *= _scale;
        for (var age = _count; age >= 1; age--)
        {
            var slot = Slot(age);
            var correction = FixedOrder.Dot(_changes[slot], direction) / _curvatures[slot];
            FixedOrder.AddScaled(_weights[slot] - correction, _steps[slot], direction);
        }
    }

    public void Update(ReadOnlySpan<double> step, ReadOnlySpan<double> change)
    {
        step.CopyTo(_steps[_next]);
        change.CopyTo(_changes[_next]);
        var curvature = FixedOrder.Dot(step, change);
        _curvatures[_next] = curvature;
        _scale = curvature / FixedOrder.Dot(change, change);
        _next = (_next + 1) % memory;
        _count = Math.Min(_count + 1, memory);
    }

    private static double[][] Allocate(int size, int memory)
    {
        var vectors = new double[memory][];
        for (var i = 0; i < memory; i++) vectors[i] = new double[size];
        return vectors;
    }

    private int Slot(int age) => (_next - age + memory) % memory;
}
