import { Mesh, Texture } from 'three';

/** @typedef {import('three').Mesh<import('three').BufferGeometry, import('three').MeshStandardMaterial>} StandardMesh */

/**
 * The meshes of a tree. The models that the server makes have one material a mesh.
 * @param {import('three').Object3D} tree
 * @returns {StandardMesh[]}
 */
export function meshesOf(tree) {
  /** @type {StandardMesh[]} */
  const meshes = [];
  tree.traverse((node) => {
    if (node instanceof Mesh) meshes.push(/** @type {StandardMesh} */ (node));
  });
  return meshes;
}

/**
 * Gives the graphics memory of a tree back.
 * @param {import('three').Object3D} tree
 */
export function disposeTree(tree) {
  for (const { geometry, material } of meshesOf(tree)) {
    geometry.dispose();
    for (const value of Object.values(material)) if (value instanceof Texture) value.dispose();
    material.dispose();
  }
}
