namespace Minima.Training;

/// <summary>The Euclidean norm of all gradients together, in one pass.</summary>
internal sealed unsafe class GradientNormJob(IReadOnlyList<Parameter> parameters, ParameterBlocks blocks) : BlockJob
{
    private readonly nint[] _gradients = new nint[parameters.Count];

    /// <summary>sqrt of the sum of squares over all parameters that have gradients; NaN or infinite if an element is.</summary>
    public double Norm()
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            _gradients[i] = !parameters[i].IsTrainable || parameters[i].Gradient.IsNone ? 0 : (nint)ParameterCheck.GradientNode(parameters[i]).Pointer;
        }

        var sum = SumOfBlocks(blocks.Count, blocks.Threads);
        return double.IsNormal(sum) || double.IsNaN(sum) ? Math.Sqrt(sum) : NormByLargest();
    }

    public override void Run(int block)
    {
        var (parameter, start, length) = blocks[block];
        var gradient = (void*)_gradients[parameter];
        SetSum(block, gradient == null ? 0 : TermSum<ProductTerm>.Of(gradient, gradient, parameters[parameter].Value.Type, start, length));
    }

    /// <summary>The norm, computed relative to the largest element, if the sum of squares is 0 or beyond the range of double. Slow and rare.</summary>
    private double NormByLargest()
    {
        double largest = 0;
        for (var i = 0; i < parameters.Count; i++)
        {
            for (var k = 0; k < Length(i); k++) largest = Math.Max(largest, Math.Abs(Element(i, k)));
        }

        if (largest == 0 || !double.IsFinite(largest)) return largest;
        double sum = 0;
        for (var i = 0; i < parameters.Count; i++)
        {
            for (var k = 0; k < Length(i); k++)
            {
                var x = Element(i, k) / largest;
                sum += x * x;
            }
        }

        return largest * Math.Sqrt(sum);
    }

    private int Length(int parameter) => _gradients[parameter] == 0 ? 0 : parameters[parameter].Value.Count;

    private double Element(int parameter, int index) => parameters[parameter].Value.Type == ElementType.Single
        ? ((float*)_gradients[parameter])[index]
        : ((double*)_gradients[parameter])[index];
}
