using Hunyuan3D.Inference.Sessions;
