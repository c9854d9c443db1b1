using System.Globalization;

namespace Minima.Training.SemiSupervised;

/// <summary>Changes small images at random, each differently, so that they still show the same thing: shifts them, adds noise, covers a square.</summary>
/// <remarks>Pixels shifted in from outside are 0, and so is the covered square. Noise is normal and added last; values are not clipped.</remarks>
/// <example><code>
/// var weak = new ImageAugmentation(8, 8) { MostShift = 1 };
/// var strong = weak with { Noise = 0.2, CoveredSide = 3 };
/// Tensor changed = strong.Apply(images, random);
/// </code></example>
/// <param name="Height">The height of an image.</param>
/// <param name="Width">The width of an image.</param>
public sealed record ImageAugmentation(int Height, int Width)
{
    /// <summary>The largest shift, in pixels: each image moves by -this to this pixels each way, with equal probability.</summary>
    /// <exception cref="TrainingException">Negative.</exception>
    public int MostShift
    {
        get;
        init => field = value >= 0 ? value : throw new TrainingException($"Cannot shift images by up to {value} pixels; give 0 or more.");
    }

    /// <summary>The standard deviation of the noise added to each pixel.</summary>
    /// <exception cref="TrainingException">Negative or not finite.</exception>
    public double Noise
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"Cannot add noise of standard deviation {value}; it must be finite and 0 or above."));
    }

    /// <summary>The side of a square that is covered, anywhere within the image (DeVries and Taylor 2017, "cutout", arXiv:1708.04552); 0 covers nothing.</summary>
    /// <exception cref="TrainingException">Negative.</exception>
    public int CoveredSide
    {
        get;
        init => field = value >= 0 ? value : throw new TrainingException($"A square of side {value} was to be covered; 0 or more is possible.");
    }

    /// <summary>Augments images.</summary>
    /// <param name="images">Float, [N, ...] with Height x Width pixels in each row.</param>
    /// <param name="random">Draws the changes.</param>
    /// <returns>Images in the same shape; no gradient passes.</returns>
    /// <exception cref="TrainingException">Another type, rows of another size, or a covered square larger than an image.</exception>
    public Tensor Apply(Tensor images, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var size = Height * Width;
        if (images.Type != ElementType.Single || images.Rank < 2 || images.Count != images.Shape[0] * size) throw new TrainingException($"Images of {Height} x {Width} float pixels are changed here, [N, {size}] or [N, 1, {Height}, {Width}]; {images.Type} {images.Shape} was given.");
        if (CoveredSide > Math.Min(Height, Width)) throw new TrainingException($"A square of side {CoveredSide} does not fit into an image of {Height} x {Width}.");
        var from = images.Contiguous().Read<float>();
        var changed = new float[from.Length];
        for (var row = 0; row < images.Shape[0]; row++) Change(from.Slice(row * size, size), changed.AsSpan(row * size, size), random);
        return Tensor.Of(changed, images.Shape);
    }

    private void Change(ReadOnlySpan<float> from, Span<float> to, RandomState random)
    {
        int down = Step(), right = Step();
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (sourceY, sourceX) = (y - down, x - right);
                if (sourceY >= 0 && sourceY < Height && sourceX >= 0 && sourceX < Width) to[(y * Width) + x] = from[(sourceY * Width) + sourceX];
            }
        }

        if (CoveredSide > 0)
        {
            int top = random.NextInt(Height - CoveredSide + 1), left = random.NextInt(Width - CoveredSide + 1);
            for (var y = top; y < top + CoveredSide; y++) to.Slice((y * Width) + left, CoveredSide).Clear();
        }

        if (Noise == 0) return;
        for (var i = 0; i < to.Length; i++) to[i] += (float)(Noise * random.NextNormal());

        int Step() => MostShift == 0 ? 0 : random.NextInt((2 * MostShift) + 1) - MostShift;
    }
}
