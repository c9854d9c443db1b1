namespace Minima.Tensors.Losses;

/// <summary>
/// Images as tensors: two axes are one image with one channel; of three or more the first numbers the images, the last two are rows and columns, and those
/// between them are channels.
/// </summary>
internal static class ImageAxes
{
    /// <summary>The number of images.</summary>
    public static int Images(Tensor x) => x.Rank <= 2 ? 1 : x.Shape[0];

    /// <summary>A row of numbers for each image.</summary>
    public static Tensor Rows(Tensor x) => Rows(x, Images(x));

    /// <summary>A row of numbers for each of the given number of images, from a tensor of any shape.</summary>
    public static Tensor Rows(Tensor x, int images) => x.Reshape([images, x.Count / Math.Max(images, 1)]);

    /// <summary>The images as planes: [N, H, W], one for each channel of each image.</summary>
    public static Tensor Planes(Tensor x)
    {
        var area = x.Shape[^1] * x.Shape[^2];
        return x.Reshape([x.Count / Math.Max(area, 1), x.Shape[^2], x.Shape[^1]]);
    }

    /// <summary>[images, channels, positions]; of two axes the first is the channels of one image.</summary>
    public static Tensor Channels(string loss, Tensor x) => x.Rank switch
    {
        < 2 => throw new LossException(LossError.Shape, $"{loss}: the tensor has the shape {x.Shape}; it must be channels and positions [C, P], or images [B, C, ..]."),
        2 => x.Reshape([1, x.Shape[0], x.Shape[1]]),
        _ => x.Reshape([x.Shape[0], x.Shape[1], x.Count / Math.Max(x.Shape[0] * x.Shape[1], 1)]),
    };

    /// <summary>[images, channels, one to three spatial axes]; two axes are one image.</summary>
    public static Tensor Spatial(string loss, Tensor x) => x.Rank switch
    {
        2 => x.Reshape([1, 1, x.Shape[0], x.Shape[1]]),
        3 or 4 or 5 => x,
        _ => throw new LossException(LossError.Shape, $"{loss}: the tensor has the shape {x.Shape}; it must be one image [H, W], or [B, C] and one to three spatial axes."),
    };

    /// <summary>A number for each image: one number if there is one image without an axis for it, else terms.</summary>
    public static LossTerms PerImage(Tensor images, Tensor values) => images.Rank <= 2 ? LossTerms.Scalar(values) : values;
}
